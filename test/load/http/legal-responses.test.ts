import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { legalResponse } from '../../support/legal-response.ts';
import { everywhere, readStream } from '../../support/read-stream.ts';

const cuts = fc.array(fc.nat(), { maxLength: 8 });

it('finds the end of any legal response, exactly, with its status and what becomes of its connection', () => {
  fc.assert(
    fc.property(legalResponse, cuts, ({ stream, bodyless, verdict }, places) => {
      assert.deepEqual(readStream(stream, { bodyless }), verdict);
      assert.deepEqual(readStream(stream, { bodyless, cuts: places }), verdict);
      assert.deepEqual(readStream(stream, { bodyless, cuts: everywhere(stream) }), verdict);
    }),
    { numRuns: 2_000 },
  );
});

it('leaves the bytes behind any legal response alone', () => {
  fc.assert(
    fc.property(
      legalResponse.filter(({ verdict }) => verdict.state === 'done'),
      fc.uint8Array({ minLength: 1, maxLength: 50 }),
      cuts,
      ({ stream, bodyless, verdict }, more, places) => {
        assert.deepEqual(readStream(Buffer.concat([stream, more]), { bodyless, cuts: places }), verdict);
      },
    ),
    { numRuns: 1_000 },
  );
});

it('takes no beginning of a legal response for the whole', () => {
  fc.assert(
    fc.property(
      legalResponse.filter(({ verdict }) => verdict.state === 'done'),
      fc.nat(),
      ({ stream, bodyless }, place) => {
        const beginning = stream.subarray(0, place % stream.length);
        assert.equal(readStream(beginning, { bodyless }).state, 'needsMore');
      },
    ),
    { numRuns: 1_000 },
  );
});
