import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { entryFile } from '../../src/entry-file.ts';
import type { BusyListenerTask } from './busy-listener.ts';
import { OK_RESPONSE, startTcpServer } from './tcp-server.ts';

/** A way for a server to misbehave. */
export interface Fault {
  /** Where requests end, in the ledger: each of these, or one of each where it is for the kernel to decide. */
  ends: readonly (string | readonly string[])[];
  /** The request is larger than what a socket takes at once. */
  largeRequest?: true;
  /** Begins to misbehave on a free port. */
  start: () => Promise<FaultyServer>;
}

export interface FaultyServer extends AsyncDisposable {
  port: number;
}

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
/** A request that follows a response on a connection that is gone finds its end, or is told of its loss first. */
const LOST_AFTER_RESPONSE = ['read:closedBeforeResponse', 'read:ECONNRESET', 'write:EPIPE'];

function responding(onRequest: (socket: Socket) => void): Fault['start'] {
  return () => startTcpServer(onRequest);
}

/** Says the same thing to each request. */
function saying(text: string): Fault['start'] {
  return responding((socket) => void socket.write(text, 'latin1'));
}

function sayingFields(...fields: readonly string[]): Fault['start'] {
  return saying(['HTTP/1.1 200 OK', ...fields, '', 'ok'].join('\r\n'));
}

/** Says something and closes, both ways: a request that comes later is answered with a reset. */
function closingAfter(text: string): Fault['start'] {
  return responding((socket) => {
    socket.write(text);
    socket.destroySoon();
  });
}

function resettingAfter(text: string): Fault['start'] {
  return responding((socket) => {
    socket.write(text, () => socket.resetAndDestroy());
  });
}

/** Says something, and then something else for as long as anybody listens. */
function endless(beginning: string, more: string): Fault['start'] {
  const piece = more.repeat(Math.ceil(8_192 / more.length));
  const goOn = (socket: Socket): void => {
    socket.write(piece, (error) => {
      if (error === null || error === undefined) goOn(socket);
    });
  };
  return responding((socket) => {
    socket.write(beginning);
    goOn(socket);
  });
}

function writeSlowly(socket: Socket, text: string): void {
  if (socket.destroyed || text === '') return;
  socket.write(text.slice(0, 1));
  setTimeout(() => writeSlowly(socket, text.slice(1)), 1_000).unref();
}

/** Does something to each connection as it is accepted, whatever is requested. */
function greeting(onConnection: (socket: Socket) => void): Fault['start'] {
  return () => startTcpServer(() => {}, onConnection);
}

/** Nobody listens on the port. */
async function startNothing(): Promise<FaultyServer> {
  const { port, ...server } = await startTcpServer(() => {});
  await server[Symbol.asyncDispose]();
  return { port, async [Symbol.asyncDispose]() {} };
}

async function startBusyListener(task: BusyListenerTask): Promise<FaultyServer> {
  const worker = new Worker(entryFile(import.meta.url, './busy-listener'), { workerData: task });
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  return {
    port,
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}

/** Named ways to misbehave, and where a load has to count them. */
export const faults = {
  'a port that nobody listens on': { ends: ['connect:ECONNREFUSED'], start: startNothing },
  'a full accept queue': {
    // Linux establishes one connection more than the backlog says, and drops what comes after: those never open.
    ends: ['timedOut', 'connect:timedOut'],
    start: () => startBusyListener({ backlog: 1, busyMs: Infinity, response: OK_RESPONSE }),
  },
  'a slow accept': {
    ends: ['completed'],
    start: () => startBusyListener({ backlog: 511, busyMs: 25, response: OK_RESPONSE }),
  },

  'a reset before the response': {
    ends: ['read:ECONNRESET'],
    start: responding((socket) => void socket.resetAndDestroy()),
  },
  'a reset inside the head': { ends: ['read:ECONNRESET'], start: resettingAfter('HTTP/1.1 200 OK\r\nConte') },
  'a reset after the head': { ends: ['read:ECONNRESET'], start: resettingAfter(OK_RESPONSE.slice(0, -2)) },
  'a reset inside the body': { ends: ['read:ECONNRESET'], start: resettingAfter(OK_RESPONSE.slice(0, -1)) },
  'a reset instead of an end by close': {
    ends: ['read:ECONNRESET'],
    start: resettingAfter('HTTP/1.1 200 OK\r\n\r\nok'),
  },
  'a reset after the response': {
    ends: ['completed', LOST_AFTER_RESPONSE],
    start: resettingAfter(OK_RESPONSE),
  },

  'a close before the response': { ends: ['read:closedBeforeResponse'], start: closingAfter('') },
  'a close inside the head': { ends: ['read:closedInResponse'], start: closingAfter('HTTP/1.1 200') },
  'a close after an interim response': {
    ends: ['read:closedInResponse'],
    start: closingAfter('HTTP/1.1 100 Continue\r\n\r\n'),
  },
  'a close inside a body with a length': {
    ends: ['read:closedInResponse'],
    start: closingAfter(OK_RESPONSE.slice(0, -1)),
  },
  'a close inside a chunked body': {
    ends: ['read:closedInResponse'],
    start: closingAfter(`${CHUNKED}5\r\nhe`),
  },
  'a close before the last chunk': {
    ends: ['read:closedInResponse'],
    start: closingAfter(`${CHUNKED}2\r\nok\r\n`),
  },
  'a close after each response without saying so': {
    ends: ['completed', LOST_AFTER_RESPONSE],
    start: closingAfter(OK_RESPONSE),
  },
  'a close a moment after each response': {
    ends: ['completed', LOST_AFTER_RESPONSE],
    start: responding((socket) => {
      socket.write(OK_RESPONSE);
      socket.pause();
      setTimeout(() => socket.destroy(), 5);
    }),
  },
  'a half-close before the response': {
    ends: ['read:closedBeforeResponse'],
    start: responding((socket) => void socket.end()),
  },
  'a half-close after the response': {
    ends: ['completed', 'read:closedBeforeResponse'],
    start: responding((socket) => void socket.end(OK_RESPONSE)),
  },

  'no response': { ends: ['timedOut'], start: responding(() => {}) },
  'a byte a second': {
    ends: ['timedOut'],
    start: responding((socket) => writeSlowly(socket, OK_RESPONSE)),
  },
  'a body shorter than it says': { ends: ['timedOut'], start: saying(OK_RESPONSE.slice(0, -1)) },
  'a body longer than it says': { ends: ['protocol:unexpectedData'], start: saying(`${OK_RESPONSE}more`) },
  'two responses to one request': {
    ends: ['protocol:unexpectedData'],
    start: saying(OK_RESPONSE + OK_RESPONSE),
  },
  'data on an idle connection': {
    // The load is never idle: what is said after a response meets the next request.
    ends: ['completed', ['protocol:malformedStatusLine', 'protocol:unexpectedData']],
    start: responding((socket) => {
      socket.write(OK_RESPONSE);
      setTimeout(() => socket.write('stray'), 5);
    }),
  },
  'a server that speaks first': {
    ends: ['protocol:malformedStatusLine'],
    start: greeting((socket) => void socket.write('220 mail.example ESMTP\r\n')),
  },

  garbage: { ends: ['protocol:malformedStatusLine'], start: saying('garbage\r\n\r\n') },
  'an HTTP/2 connection preface': {
    ends: ['protocol:malformedStatusLine'],
    start: saying('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  },
  'an HTTP/2 settings frame': {
    ends: ['protocol:malformedStatusLine'],
    start: saying('\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x64'),
  },
  'an ICY status line': { ends: ['protocol:malformedStatusLine'], start: saying('ICY 200 OK\r\n\r\n') },
  'an SSH banner': { ends: ['protocol:malformedStatusLine'], start: saying('SSH-2.0-OpenSSH_9.2\r\n') },
  'a TLS alert': { ends: ['protocol:malformedStatusLine'], start: saying('\x15\x03\x01\0\x02\x02\x46') },
  'an empty line before the status line': {
    ends: ['protocol:malformedStatusLine'],
    start: saying(`\r\n${OK_RESPONSE}`),
  },
  'an endless status line': { ends: ['protocol:headTooLarge'], start: endless('HTTP/1.1 200 ', 'x') },
  'lines that end without CR': {
    ends: ['protocol:bareLineFeed'],
    start: saying(OK_RESPONSE.replaceAll('\r', '')),
  },

  'a header without a colon': { ends: ['protocol:malformedHeader'], start: sayingFields('no') },
  'a NUL in a header': { ends: ['protocol:malformedHeader'], start: sayingFields('X: a\0b') },
  '1 MB of headers': {
    ends: ['protocol:headTooLarge'],
    start: sayingFields(...Array.from({ length: 10_000 }, (_, index) => `X-${index}: ${'x'.repeat(100)}`)),
  },
  'an endless header line': {
    ends: ['protocol:headTooLarge'],
    start: endless('HTTP/1.1 200 OK\r\nX: ', 'x'),
  },
  'conflicting lengths': {
    ends: ['protocol:conflictingContentLength'],
    start: sayingFields('Content-Length: 2', 'Content-Length: 3'),
  },
  'a negative length': {
    ends: ['protocol:malformedContentLength'],
    start: sayingFields('Content-Length: -2'),
  },
  'a length that no file has': {
    ends: ['protocol:contentLengthTooLarge'],
    start: sayingFields('Content-Length: 99999999999999999999'),
  },
  'an unknown transfer coding': {
    ends: ['protocol:unknownTransferCoding'],
    start: sayingFields('Transfer-Encoding: own'),
  },
  'a transfer coding that is not written as one': {
    ends: ['protocol:malformedTransferEncoding'],
    start: sayingFields('Transfer-Encoding: chunked, chunked'),
  },
  'chunks in HTTP/1.0': {
    ends: ['protocol:transferEncodingInHttp10'],
    start: saying(`${CHUNKED.replace('1.1', '1.0')}0\r\n\r\n`),
  },
  'interim responses for ever': {
    ends: ['protocol:tooManyInterim'],
    start: endless('', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
  },
  'another protocol after 101': {
    ends: ['protocol:switchedProtocols'],
    start: saying('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'),
  },

  'a chunk size that is none': { ends: ['protocol:malformedChunk'], start: saying(`${CHUNKED}none\r\n`) },
  'a chunk without its CRLF': {
    ends: ['protocol:malformedChunk'],
    start: saying(`${CHUNKED}2\r\nok0\r\n\r\n`),
  },
  'a chunk size that no file has': {
    ends: ['protocol:chunkTooLarge'],
    start: saying(`${CHUNKED}ffffffffffffffff\r\n`),
  },
  'an endless chunk extension': {
    ends: ['protocol:chunkExtensionTooLarge'],
    start: endless(`${CHUNKED}2;`, 'x'),
  },
  'a trailer without a colon': {
    ends: ['protocol:malformedTrailer'],
    start: saying(`${CHUNKED}0\r\nno\r\n\r\n`),
  },
  'endless trailers': { ends: ['protocol:trailersTooLarge'], start: endless(`${CHUNKED}0\r\n`, 'X: y\r\n') },

  'a response before all of the request was sent': {
    ends: ['completed'],
    largeRequest: true,
    start: greeting((socket) => {
      socket.pause();
      setTimeout(() => socket.write(OK_RESPONSE), 10);
    }),
  },
  'a server that accepts and reads nothing': {
    ends: ['timedOut'],
    largeRequest: true,
    start: greeting((socket) => void socket.pause()),
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

/** All of them, for a table of tests. */
export const faultNames = Object.keys(faults) as FaultName[];
