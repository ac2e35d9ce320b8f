import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { build, decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { DurationHistogram } from '../../../src/serve/telemetry/duration-histogram.ts';

const HOUR_MS = 3_600_000;

/** The counts by bucket, as the library has them. */
function countsOf(encoded: string): [value: number, count: number][] {
  return buckets(decodeFromCompressedBase64(encoded) as unknown as Buckets);
}

interface Buckets {
  countsArrayLength: number;
  getCountAtIndex(index: number): number;
  valueFromIndex(index: number): number;
}

function buckets(histogram: Buckets): [number, number][] {
  const found: [number, number][] = [];
  for (let index = 0; index < histogram.countsArrayLength; index++) {
    const count = histogram.getCountAtIndex(index);
    if (count > 0) found.push([histogram.valueFromIndex(index), count]);
  }
  return found;
}

test('what it encodes is what the library would have counted', () => {
  const duration = fc.oneof(
    fc.double({ min: 0, max: 5, noNaN: true }),
    fc.double({ min: 0, max: HOUR_MS, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(duration, fc.integer({ min: 1, max: 200 }))), (recorded) => {
      const ours = new DurationHistogram();
      const theirs = build({ highestTrackableValue: HOUR_MS * 1_000, numberOfSignificantValueDigits: 3 });
      for (const [ms, times] of recorded) {
        for (let time = 0; time < times; time++) ours.record(ms);
        theirs.recordValueWithCount(Math.round(ms * 1_000), times);
      }
      assert.deepEqual(countsOf(ours.encode()), buckets(theirs as unknown as Buckets));
    }),
  );
});

test('a duration that no clock should give is counted all the same', () => {
  const histogram = new DurationHistogram();
  for (const odd of [-1, Number.NaN, Infinity, 2 * HOUR_MS]) histogram.record(odd);
  const decoded = decodeFromCompressedBase64(histogram.encode());
  assert.deepEqual(
    countsOf(histogram.encode()).map(([, count]) => count),
    [2, 2],
  );
  assert.ok(Math.abs(decoded.maxValue / 1_000 - HOUR_MS) < HOUR_MS / 1_000);
});

test('an empty histogram can be read, and one that was cleared is empty', () => {
  const histogram = new DurationHistogram();
  assert.equal(decodeFromCompressedBase64(histogram.encode()).totalCount, 0);
  histogram.record(3);
  histogram.clear();
  assert.equal(decodeFromCompressedBase64(histogram.encode()).totalCount, 0);
});
