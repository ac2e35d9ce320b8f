import assert from 'node:assert/strict';
import { it } from 'node:test';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import type { Microseconds } from '../../src/units.ts';
import type { DurationCount } from '../../src/samples/duration-counts.ts';
import { countBetween, encodeHistogram } from '../../src/samples/histogram.ts';

it('can be read by any HdrHistogram, within its three digits', () => {
  const encoded = encodeHistogram([
    [1_000, 99],
    [10_000_000, 1],
  ] as unknown as DurationCount[]);
  const histogram = decodeFromCompressedBase64(encoded);
  assert.equal(histogram.totalCount, 100);
  assert.ok(Math.abs(histogram.getValueAtPercentile(50) - 1_000) <= 1);
  assert.ok(Math.abs(histogram.maxValue - 10_000_000) <= 10_000);
});

it('counts what lies between two durations', () => {
  const encoded = encodeHistogram([
    [500, 3],
    [1_000, 5],
    [2_000, 7],
    [9_000_000, 2],
  ] as unknown as DurationCount[]);
  const between = (from: number, to: number) =>
    countBetween(encoded, from as Microseconds, to as Microseconds);
  assert.deepEqual(
    [between(900, 1_100), between(400, 3_000), between(3_000, 4_000), between(1, 60_000_000)],
    [5, 15, 0, 17],
  );
  assert.equal(countBetween(encodeHistogram([]), 1 as Microseconds, 100 as Microseconds), 0);
});
