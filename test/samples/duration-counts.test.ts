import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { DurationCounts } from '../../src/samples/duration-counts.ts';
import type { Microseconds } from '../../src/units.ts';

const duration = fc.oneof(fc.nat(200), fc.nat(70_000), fc.nat(3_600_000_000)) as fc.Arbitrary<Microseconds>;

function countsOf(durations: readonly Microseconds[]): DurationCounts {
  const counts = new DurationCounts();
  for (const each of durations) counts.add(each);
  return counts;
}

it('holds every duration exactly, ascending', () => {
  fc.assert(
    fc.property(fc.array(duration), (durations) => {
      const entries = countsOf(durations).sorted();
      const listed = entries.flatMap(([value, count]) => Array.from({ length: count }, () => value));
      assert.deepEqual(
        listed,
        durations.toSorted((left, right) => left - right),
      );
    }),
    { numRuns: 50 },
  );
});

it('merges as if all durations had been added to one', () => {
  fc.assert(
    fc.property(fc.array(duration), fc.array(duration), (left, right) => {
      const merged = countsOf(left);
      merged.addAll(new DurationCounts(countsOf(right).toTransfer()));
      assert.deepEqual(merged.sorted(), countsOf([...left, ...right]).sorted());
    }),
    { numRuns: 50 },
  );
});
