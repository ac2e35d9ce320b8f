import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { milliseconds } from '../../src/units.ts';
import { accountedCount } from '../../src/samples/ledger.ts';
import { loadPort } from '../support/load.ts';
import { OK_RESPONSE, startTcpServer } from '../support/tcp-server.ts';

const later = (ms: number, action: () => void): void => void setTimeout(action, ms);

describe('the ledger', () => {
  const faults: readonly [kind: string, name: string, respond: (socket: Socket) => void][] = [
    ['read:ECONNRESET', 'a reset before the response', (socket) => void socket.resetAndDestroy()],
    ['read:closedBeforeResponse', 'a close before the response', (socket) => void socket.end()],
    ['read:closedInResponse', 'a close inside the head', (socket) => void socket.end('HTTP/1.1 200')],
    [
      'read:closedInResponse',
      'a body shorter than it says',
      (socket) => void socket.end(OK_RESPONSE.slice(0, -1)),
    ],
    [
      'protocol:unexpectedData',
      'a body longer than it says',
      (socket) => void socket.write(`${OK_RESPONSE}more`),
    ],
    ['protocol:malformedStatusLine', 'garbage', (socket) => void socket.write('garbage\r\n\r\n')],
    [
      'protocol:malformedHeader',
      'a header without a colon',
      (socket) => void socket.write('HTTP/1.1 200 OK\r\nno\r\n\r\n'),
    ],
    [
      'protocol:malformedChunk',
      'a chunk size that is none',
      (socket) => void socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnone\r\n'),
    ],
  ];
  for (const [kind, name, respond] of faults) {
    it(`counts ${name} as ${kind} and balances`, async () => {
      await using server = await startTcpServer(respond);
      const record = await loadPort(server.port, { duration: milliseconds(300) });
      assert.ok((record.ledger.failed[kind] ?? 0) > 0, JSON.stringify(record.ledger));
      assert.deepEqual(Object.keys(record.ledger.failed), [kind]);
      assert.equal(accountedCount(record.ledger), record.ledger.started);
      assert.equal(record.ledger.completed, 0);
      assert.deepEqual(record.validity.reasons, ['every request failed']);
    });
  }

  it('counts refused connections, and tries again ever more slowly', async () => {
    const { port } = await (async () => {
      await using server = await startTcpServer(() => {});
      return server;
    })();
    const record = await loadPort(port, { duration: milliseconds(1_000) });
    const refused = record.ledger.failed['connect:ECONNREFUSED'] ?? 0;
    // 4 connections, each at 0, 10, 30, 70, … ms: at most 8 attempts a second.
    assert.ok(refused >= 4 && refused <= 4 * 8, `${refused} attempts`);
    assert.equal(accountedCount(record.ledger), record.ledger.started);
  });

  it('goes on with a new connection after the server closed one, and counts no failure for an announced close', async () => {
    await using server = await startTcpServer((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'),
    );
    const record = await loadPort(server.port);
    assert.ok(record.ledger.completed > 10);
    assert.deepEqual(record.ledger.failed, {});
    assert.equal(record.connections.closedByServer, record.ledger.completed);
  });

  it('takes a response without a length for complete when the connection ends', async () => {
    await using server = await startTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nhello'));
    const record = await loadPort(server.port);
    assert.ok(record.ledger.completed > 10);
    assert.deepEqual(record.ledger.failed, {});
  });

  it('counts status codes and the bytes that were read', async () => {
    const response = OK_RESPONSE.replace('200 OK', '503 Busy');
    await using server = await startTcpServer((socket) => socket.write(response));
    const record = await loadPort(server.port);
    assert.deepEqual(record.statusCodes, { '503': record.ledger.completed });
    assert.equal(record.bytesRead, record.ledger.completed * response.length);
  });
});

it('balances the ledger wherever the window ends in a stream of responses', async () => {
  await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
  for (let trial = 0; trial < 25; trial++) {
    const record = await loadPort(server.port, { duration: milliseconds(20 + trial), connections: 20 });
    assert.equal(accountedCount(record.ledger), record.ledger.started);
    assert.deepEqual(record.validity.reasons, []);
    assert.ok(record.ledger.inFlightAtEnd <= 20);
  }
});

describe('the steady state', () => {
  it('counts the time a connection takes to open anew as part of the cycle', async () => {
    await using server = await startTcpServer((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'),
    );
    const { throughput } = await loadPort(server.port, { duration: milliseconds(1_000) });
    assert.ok(Math.abs((throughput.steadyStatePerSecond ?? 0) / throughput.completedPerSecond - 1) < 0.15);
  });

  it('is that of the connections that are served, where others are starved', async () => {
    let accepted = 0;
    const starved = new WeakSet<Socket>();
    await using server = await startTcpServer(
      (socket) => starved.has(socket) || later(50, () => socket.write(OK_RESPONSE)),
      (socket) => ++accepted > 4 && starved.add(socket),
    );
    const { throughput, ledger } = await loadPort(server.port, {
      duration: milliseconds(1_000),
      connections: 20,
    });
    assert.equal(ledger.inFlightAtEnd, 20);
    assert.ok(
      Math.abs((throughput.steadyStatePerSecond ?? 0) - 80) < 8,
      `${throughput.steadyStatePerSecond}/s`,
    );
  });

  it('is not told where many requests are given up', async () => {
    let requests = 0;
    await using server = await startTcpServer((socket) => ++requests % 2 === 0 && socket.write(OK_RESPONSE));
    const { throughput, ledger } = await loadPort(server.port, { timeout: milliseconds(50) });
    assert.ok(ledger.completed > 10 && ledger.timedOut > 10);
    assert.equal(throughput.steadyStatePerSecond, null);
  });
});

describe('validity', () => {
  it('is denied to a trial in which every response is an error', async () => {
    await using server = await startTcpServer((socket) =>
      socket.write(OK_RESPONSE.replace('200 OK', '404 Not Found')),
    );
    const { validity } = await loadPort(server.port);
    assert.deepEqual(validity.reasons, ['every response was an error (status 404)']);
  });

  it('is denied where connections did not open, and says how many', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    const { port } = server;
    await server[Symbol.asyncDispose]();
    const { validity, connections } = await loadPort(port);
    assert.equal(connections.neverOpened, 4);
    assert.deepEqual(validity.reasons, ['every request failed', '4 of 4 connections did not open']);
  });
});

describe('the time-out', () => {
  it('gives a request up and opens its connection anew under `abort`', async () => {
    await using server = await startTcpServer(() => {});
    const record = await loadPort(server.port, { timeout: milliseconds(120) });
    assert.deepEqual([record.ledger.completed, record.ledger.failed], [0, {}]);
    assert.equal(record.ledger.timedOut, 4 * 4);
    assert.equal(record.ledger.inFlightAtEnd, 4);
    assert.equal(server.accepted, 4 * 5);
    assert.equal(record.responseTimeMs.observed.p50, null);
    assert.ok((record.responseTimeMs.observed.beyondMs ?? 0) >= 120);
  });

  it('counts a response as late and keeps its connection under `wait`', async () => {
    await using server = await startTcpServer((socket) => later(150, () => socket.write(OK_RESPONSE)));
    const record = await loadPort(server.port, { timeout: milliseconds(120), timeoutPolicy: 'wait' });
    assert.equal(record.ledger.completed, 4 * 3);
    assert.equal(record.ledger.completedLate, 4 * 3);
    assert.equal(record.ledger.timedOut, 0);
    assert.equal(server.accepted, 4);
    assert.equal(record.responseTimeMs.onTime.count, 0);
    assert.equal(record.responseTimeMs.observed.count, 12);
  });

  it('never takes a response after the time-out for completed under `abort`, not even by a millisecond', async () => {
    await using server = await startTcpServer((socket) =>
      later(99 + Math.random() * 3, () => socket.write(OK_RESPONSE)),
    );
    const record = await loadPort(server.port, {
      timeout: milliseconds(100),
      duration: milliseconds(1_500),
      connections: 20,
    });
    assert.equal(record.ledger.completedLate, 0);
    assert.ok((record.responseTimeMs.observed.max ?? 0) < 100);
    assert.equal(accountedCount(record.ledger), record.ledger.started);
  });
});

describe('the window', () => {
  it('counts the batches that end inside it, leaves the rest in flight, and gives the steady state all the same', async () => {
    await using server = await startTcpServer((socket) => later(200, () => socket.write(OK_RESPONSE)));
    const record = await loadPort(server.port, { duration: milliseconds(700), connections: 10 });
    assert.equal(record.ledger.completed, 30);
    assert.equal(record.ledger.inFlightAtEnd, 10);
    assert.equal(record.windowMs, 700);
    const steady = record.throughput.steadyStatePerSecond ?? 0;
    assert.ok(Math.abs(steady - 50) < 3, `${steady}/s`);
    assert.deepEqual(record.series.inFlightAtEnd, [10]);
  });

  it('is never negative, however early it is stopped', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    for (const moment of [0, 20, 40, 60, 80, 100, 120]) {
      const signal = moment === 0 ? AbortSignal.abort() : AbortSignal.timeout(moment);
      const record = await loadPort(server.port, { duration: milliseconds(60_000) }, { signal });
      assert.ok(record.windowMs >= 0 && record.windowMs < 1_000, `${record.windowMs} ms`);
      assert.equal(accountedCount(record.ledger), record.ledger.started);
    }
  });

  it('ends when it is stopped, and says so', async () => {
    await using server = await startTcpServer((socket) => later(20, () => socket.write(OK_RESPONSE)));
    const record = await loadPort(
      server.port,
      { duration: milliseconds(60_000) },
      { signal: AbortSignal.timeout(300) },
    );
    assert.ok(record.windowMs < 2_000);
    assert.equal(record.validity.valid, false);
    assert.match(record.validity.reasons[0] ?? '', /^stopped after \d+ ms of 60000 ms$/);
    assert.equal(accountedCount(record.ledger), record.ledger.started);
  });

  it('tells how far it has come', async () => {
    await using server = await startTcpServer((socket) => later(20, () => socket.write(OK_RESPONSE)));
    const seen: number[] = [];
    const record = await loadPort(
      server.port,
      {},
      { onProgress: ({ counters }) => seen.push(counters.completed) },
    );
    assert.ok(seen.length >= 2);
    assert.ok((seen.at(-1) ?? 0) > 0 && (seen.at(-1) ?? 0) <= record.ledger.completed);
  });
});

it('sends no body-waiting HEAD requests: a length without a body ends the response', async () => {
  await using server = await startTcpServer((socket) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'),
  );
  const record = await loadPort(server.port, {}, {}, 'HEAD');
  assert.ok(record.ledger.completed > 10);
  assert.deepEqual(record.ledger.failed, {});
});
