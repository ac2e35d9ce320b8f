import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { mutatedResponses } from '../../support/mutated-responses.ts';
import { everywhere, readStream } from '../../support/read-stream.ts';

const CAMPAIGN = 20_000;
const SEED = 9_112;

it('comes to the same verdict on 20,000 mutated responses, however they are cut, and never throws', () => {
  const states = new Map<string, number>();
  for (const stream of mutatedResponses(CAMPAIGN, SEED)) {
    const verdict = readStream(stream);
    const middle = Math.floor(stream.length / 2);
    assert.deepEqual(readStream(stream, { cuts: [middle, middle + 1, 17, 40] }), verdict);
    if (stream.length < 1_000) assert.deepEqual(readStream(stream, { cuts: everywhere(stream) }), verdict);
    if (verdict.state === 'done') assert.ok(verdict.length <= stream.length && verdict.length > 0);
    states.set(verdict.state, (states.get(verdict.state) ?? 0) + 1);
  }
  // The campaign would show nothing if it only made one kind of them.
  for (const state of ['done', 'needsMore', 'malformed', 'untilClose'])
    assert.ok((states.get(state) ?? 0) > CAMPAIGN / 50, `${state}: ${states.get(state)}`);
});

it('comes to the same verdict on any bytes, however they are cut', () => {
  const prefix = fc.constantFrom(
    '',
    'HTTP/1.1 ',
    'HTTP/1.1 200 OK\r\n',
    'HTTP/1.1 200 OK\r\nConnection:',
    'HTTP/1.1 200 OK\r\nContent-Length:',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n',
  );
  const frequent = fc.constantFrom(...Buffer.from('\r\n\r\n\t :;,0123456789abcdefXchunked'));
  const noise = fc.array(fc.oneof(frequent, fc.nat(255)), { maxLength: 100 });
  fc.assert(
    fc.property(
      prefix,
      noise,
      fc.array(fc.nat(), { maxLength: 5 }),
      fc.boolean(),
      (before, bytes, cuts, bodyless) => {
        const stream = Buffer.concat([Buffer.from(before), Buffer.from(bytes)]);
        const verdict = readStream(stream, { bodyless });
        assert.deepEqual(readStream(stream, { bodyless, cuts }), verdict);
        assert.deepEqual(readStream(stream, { bodyless, cuts: everywhere(stream) }), verdict);
      },
    ),
    { numRuns: 5_000 },
  );
});
