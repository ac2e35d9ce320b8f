import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HeadCache } from '../../../src/load/http/head-cache.ts';
import { MALFORMED, NEEDS_MORE, type ResponseProblem } from '../../../src/load/http/outcome.ts';
import { ResponseParser } from '../../../src/load/http/response-parser.ts';
import { everywhere, parserFor, readStream } from '../../support/read-stream.ts';
import { responseSamples, verdictOf } from '../../support/response-samples.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

function withFields(...fields: readonly string[]): string {
  return ['HTTP/1.1 200 OK', ...fields, '', ''].join('\r\n');
}

describe('a response', () => {
  for (const sample of responseSamples) {
    const { name, text, bodyless = false } = sample;
    const response = Buffer.from(text, 'latin1');

    it(`with ${name} ends where it ends, however it is cut`, () => {
      const expected = verdictOf(sample);
      assert.deepEqual(readStream(response, { bodyless }), expected);
      assert.deepEqual(readStream(response, { bodyless, cuts: everywhere(response) }), expected);
      for (let cut = 1; cut < response.length; cut++)
        assert.deepEqual(readStream(response, { bodyless, cuts: [cut] }), expected);
    });

    if (sample.ends === 'untilClose') continue;

    it(`with ${name} is followed by the next one on its connection`, () => {
      const parser = parserFor(new HeadCache(), bodyless);
      const other = Buffer.from('HTTP/1.1 204 No\r\n\r\n', 'latin1');
      for (const bytes of [response, response, other, response]) {
        assert.equal(parser.feed(bytes, 0, bytes.length), bytes.length);
        assert.equal(parser.begun, false);
      }
    });

    it(`with ${name} has bytes behind it that are not its own`, () => {
      const { length } = response;
      const longer = Buffer.concat([response, Buffer.from('HTTP')]);
      for (const cuts of [[], [length], [length + 1], [length - 1]]) {
        const verdict = readStream(longer, { bodyless, cuts });
        assert.deepEqual(verdict, verdictOf(sample));
      }
    });
  }

  const malformed: readonly [problem: ResponseProblem, text: string][] = [
    ['malformedStatusLine', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['malformedStatusLine', 'HTTP/2 200\r\n\r\n'],
    ['malformedStatusLine', 'HTTP/1.x 200\r\n\r\n'],
    ['malformedStatusLine', 'HTTP/1.12 200\r\n\r\n'],
    ['malformedStatusLine', 'http/1.1 200 OK\r\n\r\n'],
    ['malformedStatusLine', 'ICY 200 OK\r\n\r\n'],
    ['malformedStatusLine', '\r\nHTTP/1.1 200 OK\r\n\r\n'],
    ['malformedStatusLine', ' HTTP/1.1 200 OK\r\n\r\n'],
    ['malformedStatusLine', 'HTTP/1.1 099 Low\r\n\r\n'],
    ['malformedStatusLine', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['malformedStatusLine', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['malformedStatusLine', 'HTTP/1.1  200 OK\r\n\r\n'],
    ['malformedStatusLine', 'HTTP/1.1 200 O\0K\r\n\r\n'],
    ['malformedStatusLine', 'HTTP/1.1 200 OK\rX: y\r\n\r\n'],
    ['bareLineFeed', 'HTTP/1.1 200 OK\nContent-Length: 2\r\n\r\nhi'],
    ['bareLineFeed', 'HTTP/1.1 200\nContent-Length: 2\r\n\r\nhi'],
    ['bareLineFeed', withFields('Content-Length: 2\nX: y')],
    ['bareLineFeed', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\nhi'],
    ['malformedHeader', withFields('no colon')],
    ['malformedHeader', withFields(': no name')],
    ['malformedHeader', withFields('space before : colon')],
    ['malformedHeader', withFields('N\0: x')],
    ['malformedHeader', withFields('N\xe9: x')],
    ['malformedHeader', withFields('X: a\0b')],
    ['malformedHeader', withFields('X: a\x7fb')],
    ['malformedHeader', withFields('X: a\rb')],
    ['malformedHeader', withFields(' folded: behind the status line')],
    ['malformedHeader', 'HTTP/1.1 200 OK\r\nX: y\r\n\rZ'],
    ['malformedContentLength', withFields('Content-Length: -1')],
    ['malformedContentLength', withFields('Content-Length: +1')],
    ['malformedContentLength', withFields('Content-Length: 0x10')],
    ['malformedContentLength', withFields('Content-Length: 1.0')],
    ['malformedContentLength', withFields('Content-Length: 1 2')],
    ['malformedContentLength', withFields('Content-Length: 1', ' 2')],
    ['malformedContentLength', withFields('Content-Length:')],
    ['malformedContentLength', withFields('Content-Length: 1,')],
    ['malformedContentLength', withFields('Content-Length: ,1')],
    ['conflictingContentLength', withFields('Content-Length: 1', 'Content-Length: 2')],
    ['conflictingContentLength', withFields('Content-Length: 1, 2')],
    ['contentLengthTooLarge', withFields('Content-Length: 9007199254740992')],
    ['contentLengthTooLarge', withFields(`Content-Length: ${'9'.repeat(400)}`)],
    ['malformedTransferEncoding', withFields('Transfer-Encoding: chunked, chunked')],
    ['malformedTransferEncoding', withFields('Transfer-Encoding: ,')],
    ['unknownTransferCoding', withFields('Transfer-Encoding: identity')],
    ['unknownTransferCoding', withFields('Transfer-Encoding: chunked;q=1')],
    ['unknownTransferCoding', withFields('Transfer-Encoding: own;q="a, chunked"')],
    ['unknownTransferCoding', withFields('Transfer-Encoding: chunked, chunked or so')],
    ['transferEncodingInHttp10', 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['switchedProtocols', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
    ['tooManyInterim', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(33)],
    ['malformedChunk', `${CHUNKED}zz\r\n`],
    ['malformedChunk', `${CHUNKED}\r\n`],
    ['malformedChunk', `${CHUNKED};x\r\n`],
    ['malformedChunk', `${CHUNKED}-1\r\n`],
    ['malformedChunk', `${CHUNKED}0x1\r\n`],
    ['malformedChunk', `${CHUNKED}1 \r\nx`],
    ['malformedChunk', `${CHUNKED}1 x\r\nx`],
    ['malformedChunk', `${CHUNKED}1;\0\r\nx`],
    ['malformedChunk', `${CHUNKED}1\rx`],
    ['malformedChunk', `${CHUNKED}1\r\nab\r\n`],
    ['malformedChunk', `${CHUNKED}1\r\na\rb`],
    ['bareLineFeed', `${CHUNKED}1\na\r\n0\r\n\r\n`],
    ['bareLineFeed', `${CHUNKED}1;x\na\r\n0\r\n\r\n`],
    ['bareLineFeed', `${CHUNKED}1\r\na\n0\r\n\r\n`],
    ['bareLineFeed', `${CHUNKED}0\r\n\n`],
    ['chunkTooLarge', `${CHUNKED}fffffffffffffff\r\n`],
    ['chunkTooLarge', `${CHUNKED}20000000000000\r\n`],
    ['chunkTooLarge', `${CHUNKED}${'0'.repeat(257)}`],
    ['chunkExtensionTooLarge', `${CHUNKED}1;x=${'x'.repeat(4_094)}`],
    ['malformedTrailer', `${CHUNKED}0\r\nno colon\r\n\r\n`],
    ['malformedTrailer', `${CHUNKED}0\r\n folded\r\n\r\n`],
    ['malformedTrailer', `${CHUNKED}0\r\n\rx`],
    ['bareLineFeed', `${CHUNKED}0\r\nX: y\n\r\n`],
    ['trailersTooLarge', `${CHUNKED}0\r\n${'X: y\r\n'.repeat(11_000)}`],
    ['headTooLarge', withFields(`X: ${'x'.repeat(70_000)}`)],
    ['headTooLarge', withFields(`${'x'.repeat(70_000)}: y`)],
    ['headTooLarge', `HTTP/1.1 200 ${'x'.repeat(70_000)}`],
    ['headTooLarge', withFields(...Array.from({ length: 11_000 }, () => 'X: y'))],
  ];
  for (const [problem, text] of malformed) {
    it(`that reads ${JSON.stringify(text.slice(0, 70))} is ${problem}, however it is cut`, () => {
      const stream = Buffer.from(text, 'latin1');
      const cutUp = stream.length < 1_000 ? everywhere(stream) : [1, 20, 30_000, 60_000];
      for (const cuts of [[], cutUp])
        assert.deepEqual(readStream(stream, { cuts }), { state: 'malformed', problem });
    });
  }

  it('may have a head of 64 kB and not a byte more', () => {
    const around = withFields('X: ', 'Content-Length: 0').length;
    for (const [length, state] of [
      [65_536, 'done'],
      [65_537, 'malformed'],
    ] as const) {
      const stream = Buffer.from(
        withFields(`X: ${'x'.repeat(length - around)}`, 'Content-Length: 0'),
        'latin1',
      );
      assert.equal(stream.length, length);
      for (const cuts of [[], [65_535], [65_536], everywhere(stream)])
        assert.equal(readStream(stream, { cuts }).state, state);
    }
  });

  it('is not complete where its connection cut it short', () => {
    for (const { text, bodyless = false, ends } of responseSamples) {
      if (ends === 'untilClose') continue;
      const stream = Buffer.from(text.slice(0, -1), 'latin1');
      assert.deepEqual(readStream(stream, { bodyless }), { state: 'needsMore', begun: true });
    }
  });

  it('has begun with an interim response', () => {
    const stream = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n', 'latin1');
    assert.deepEqual(readStream(stream), { state: 'needsMore', begun: true });
  });

  it('that is malformed stays so until its parser has a new connection', () => {
    const [bad, good] = [Buffer.from('bad'), Buffer.from(OK)];
    const parser = new ResponseParser(new HeadCache());
    assert.equal(parser.feed(bad, 0, bad.length), MALFORMED);
    assert.equal(parser.feed(good, 0, good.length), MALFORMED);
    assert.equal(parser.finish(), false);
    parser.restart();
    assert.equal(parser.feed(good, 0, good.length), good.length);
  });

  it('that was given up inside its head, chunk or trailers leaves nothing behind', () => {
    const begun = ['HTTP/1.1 500 No\r\nConnection: close\r\nX', `${CHUNKED}5\r\nh`, `${CHUNKED}0\r\nX: y`];
    const parser = new ResponseParser(new HeadCache());
    for (const text of begun) {
      const stream = Buffer.from(text, 'latin1');
      assert.equal(parser.feed(stream, 0, stream.length), NEEDS_MORE);
      parser.restart();
      const next = Buffer.from(`${CHUNKED}1\r\nx\r\n0\r\n\r\n`, 'latin1');
      assert.equal(parser.feed(next, 0, next.length), next.length);
      assert.deepEqual([parser.status, parser.keepAlive], [200, true]);
    }
  });
});

describe('the connections that share a head cache', () => {
  it('do not mistake a head for the last one because it begins the same', () => {
    const cache = new HeadCache();
    const parser = new ResponseParser(cache);
    for (const text of [
      OK,
      OK.replace('2\r\n\r\nhi', '4\r\n\r\nhiho'),
      OK,
      `${withFields('X: y').slice(0, -2)}${OK.slice(17)}`,
    ]) {
      const stream = Buffer.from(text, 'latin1');
      assert.equal(parser.feed(stream, 0, stream.length), stream.length);
    }
  });

  it('read what lies between each other, whole or in pieces, as if each were alone', () => {
    const streams = responseSamples
      .filter(({ ends, bodyless }) => ends !== 'untilClose' && bodyless === undefined)
      .map((sample) => ({ sample, stream: Buffer.from(sample.text, 'latin1') }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(streams.length - 1), fc.nat()), { minLength: 2, maxLength: 6 }),
        (picks) => {
          const cache = new HeadCache();
          const readers = picks.map(([pick, cut]) => {
            const { sample, stream } = streams[pick] ?? assert.fail();
            return { sample, stream, cut: cut % stream.length, parser: new ResponseParser(cache) };
          });
          for (const { parser, stream, cut } of readers)
            if (cut > 0) assert.equal(parser.feed(stream, 0, cut), NEEDS_MORE);
          for (const { parser, sample, stream, cut } of readers) {
            assert.equal(parser.feed(stream, cut, stream.length), stream.length);
            assert.deepEqual([parser.status, parser.keepAlive], [sample.status, sample.ends === 'keepAlive']);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
