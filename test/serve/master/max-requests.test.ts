import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maxRequestsOfOne } from '../../../src/serve/master/max-requests.ts';

test('each number from the count to the count plus the jitter may come, and none else', () => {
  const drawn = [0, 0.24, 0.26, 0.99].map((random) => maxRequestsOfOne(100, 3, () => random));
  assert.deepEqual(drawn, [100, 100, 101, 103]);
  fc.assert(
    fc.property(
      fc.nat(1_000),
      fc.nat(1_000),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (count, jitter, random) => {
        const number = maxRequestsOfOne(count, jitter, () => random);
        assert.ok(number >= count && number <= count + jitter);
      },
    ),
  );
});
