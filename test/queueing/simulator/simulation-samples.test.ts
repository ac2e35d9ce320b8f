import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { toMicroseconds } from '../../../src/queueing/simulator/simulation-samples.ts';

it('rounds nanoseconds to the nearest microsecond, halves upwards, up to a day', () => {
  const day = 86_400e9;
  const half = fc.integer({ min: 0, max: day / 1e3 }).map((whole) => 1e3 * whole + 500);
  const times = fc.oneof(
    fc.integer({ min: 0, max: day }),
    half,
    half.map((time) => time - 1),
  );
  fc.assert(
    fc.property(times, (time) => {
      assert.equal(BigInt(toMicroseconds(time)), (BigInt(time) + 500n) / 1_000n);
    }),
    { numRuns: 2_000 },
  );
});
