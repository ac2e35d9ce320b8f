import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HeadCache, MALFORMED, NEEDS_MORE, ResponseParser } from '../../../src/load/http/response-parser.ts';

function parserOf(bodyless = false): ResponseParser {
  const parser = new ResponseParser(new HeadCache());
  parser.expect(bodyless);
  return parser;
}

/** Feeds a stream cut at the given places; returns how many bytes the response took, or the last outcome. */
function feedInPieces(parser: ResponseParser, stream: Buffer, cuts: readonly number[]): number {
  const places = [...new Set([0, ...cuts.map((cut) => cut % stream.length), stream.length])].toSorted(
    (left, right) => left - right,
  );
  let outcome = NEEDS_MORE;
  for (let index = 1; index < places.length; index++) {
    const start = places[index - 1] ?? 0;
    const end = places[index] ?? 0;
    outcome = parser.feed(stream, start, end);
    if (outcome !== NEEDS_MORE) return outcome;
  }
  return outcome;
}

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

const whole: readonly {
  name: string;
  text: string;
  status: number;
  keepAlive: boolean;
  bodyless?: boolean;
}[] = [
  {
    name: 'a length',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
    status: 200,
    keepAlive: true,
  },
  {
    name: 'no body by length',
    text: 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
    status: 200,
    keepAlive: true,
  },
  {
    name: 'a repeated equal length',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nhi',
    status: 200,
    keepAlive: true,
  },
  { name: 'chunks', text: `${CHUNKED}5\r\nhello\r\n0\r\n\r\n`, status: 200, keepAlive: true },
  {
    name: 'chunks with an extension and trailers',
    text: `${CHUNKED}a;x=1\r\n0123456789\r\n0\r\nA: b\r\nC: d\r\n\r\n`,
    status: 200,
    keepAlive: true,
  },
  {
    name: 'chunks whose data look like an end',
    text: `${CHUNKED}7\r\n0\r\n\r\n0\n\r\n0\r\n\r\n`,
    status: 200,
    keepAlive: true,
  },
  {
    name: 'a status without a body',
    text: 'HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n',
    status: 204,
    keepAlive: true,
  },
  {
    name: 'not modified, with a length',
    text: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n',
    status: 304,
    keepAlive: true,
  },
  {
    name: 'the answer to HEAD',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n',
    status: 200,
    keepAlive: true,
    bodyless: true,
  },
  {
    name: 'interim responses first',
    text: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi',
    status: 200,
    keepAlive: true,
  },
  {
    name: 'a connection that will close',
    text: 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx',
    status: 200,
    keepAlive: false,
  },
  {
    name: 'HTTP/1.0 that closes',
    text: 'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx',
    status: 200,
    keepAlive: false,
  },
  {
    name: 'HTTP/1.0 kept alive',
    text: 'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\nx',
    status: 200,
    keepAlive: true,
  },
  {
    name: 'a status without a reason',
    text: 'HTTP/1.1 500 \r\nContent-Length: 1\r\n\r\nx',
    status: 500,
    keepAlive: true,
  },
];

describe('ResponseParser', () => {
  for (const { name, text, status, keepAlive, bodyless } of whole) {
    it(`finds the end of a response with ${name}, however it is cut`, () => {
      const response = Buffer.from(text, 'latin1');
      fc.assert(
        fc.property(fc.array(fc.nat()), (cuts) => {
          const parser = parserOf(bodyless ?? false);
          assert.equal(feedInPieces(parser, response, cuts), response.length);
          assert.deepEqual([parser.status, parser.keepAlive, parser.begun], [status, keepAlive, false]);
        }),
      );
    });

    it(`finds the end of ${name} again and again on one connection`, () => {
      const response = Buffer.from(text, 'latin1');
      const parser = parserOf(bodyless ?? false);
      for (let time = 0; time < 3; time++)
        assert.equal(parser.feed(response, 0, response.length), response.length);
    });
  }

  it('says where the response ends when more bytes follow', () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';
    const stream = Buffer.from(`${text}HTTP/1.1`, 'latin1');
    assert.equal(parserOf().feed(stream, 0, stream.length), text.length);
  });

  it('reads the bytes given and none beyond them', () => {
    const stale = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', 'latin1');
    const parser = parserOf();
    assert.equal(parser.feed(stale, 0, 20), NEEDS_MORE);
    assert.equal(parser.begun, true);
  });

  it('ends a response without a length when the connection closes, and only then', () => {
    const response = Buffer.from('HTTP/1.1 200 OK\r\n\r\nhello', 'latin1');
    const parser = parserOf();
    assert.equal(parser.feed(response, 0, response.length), NEEDS_MORE);
    assert.equal(parser.finish(), true);
    assert.equal(parser.keepAlive, false);
  });

  it('does not take a response cut short by its connection for complete', () => {
    const response = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello', 'latin1');
    const parser = parserOf();
    parser.feed(response, 0, response.length);
    assert.equal(parser.finish(), false);
  });

  const malformed: readonly [problem: string, text: string][] = [
    ['malformedStatusLine', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['malformedStatusLine', 'HTTP/2 200\r\n\r\n'],
    ['malformedHeader', 'HTTP/1.1 200 OK\r\nno colon\r\n\r\n'],
    ['malformedContentLength', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
    ['malformedContentLength', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['malformedChunk', `${CHUNKED}zz\r\n`],
    ['malformedChunk', `${CHUNKED}\r\n`],
    ['malformedChunk', `${CHUNKED}fffffffffffff\r\n`],
    ['malformedChunk', `${CHUNKED}1\r\nab\r\n`],
    ['switchedProtocols', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
    ['headTooLarge', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}`],
  ];
  for (const [problem, text] of malformed) {
    it(`calls ${JSON.stringify(text.slice(0, 60))} ${problem}`, () => {
      const bytes = Buffer.from(text, 'latin1');
      const parser = parserOf();
      assert.equal(parser.feed(bytes, 0, bytes.length), MALFORMED);
      assert.equal(parser.problem, problem);
    });
  }

  it('does not mistake a head for the last one because it begins the same', () => {
    const cache = new HeadCache();
    const first = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', 'latin1');
    const second = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhiho', 'latin1');
    const parser = new ResponseParser(cache);
    for (const response of [first, second, first])
      assert.equal(parser.feed(response, 0, response.length), response.length);
  });

  it('survives any bytes without throwing, and never claims more than it was given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('', CHUNKED), (noise, prefix) => {
        const bytes = Buffer.concat([Buffer.from(prefix, 'latin1'), noise]);
        const outcome = parserOf().feed(bytes, 0, bytes.length);
        assert.ok(outcome <= bytes.length);
      }),
      { numRuns: 2_000 },
    );
  });
});
