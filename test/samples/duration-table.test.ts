import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { DurationTable } from '../../src/samples/duration-table.ts';
import type { Microseconds } from '../../src/units.ts';

const durations = fc.array(
  fc.tuple(fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 3_600_000_000 })), fc.nat(5)),
  { maxLength: 5_000, size: 'max' },
) as fc.Arbitrary<[Microseconds, number][]>;

it('counts as a Map does, however many durations there are, and after it was handed over', () => {
  fc.assert(
    fc.property(durations, durations, (first, second) => {
      const expected = new Map<number, number>();
      const table = new DurationTable();
      for (const [duration, count] of first) {
        table.add(duration, count);
        expected.set(duration, (expected.get(duration) ?? 0) + count);
      }
      const received = new DurationTable(structuredClone(table.toTransfer()));
      for (const [duration, count] of second) {
        received.add(duration, count);
        expected.set(duration, (expected.get(duration) ?? 0) + count);
      }
      assert.deepEqual(
        received.sorted(),
        [...expected].toSorted(([left], [right]) => left - right),
      );
    }),
    { numRuns: 20 },
  );
});
