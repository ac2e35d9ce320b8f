import assert from 'node:assert/strict';
import { it } from 'node:test';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import type { DurationCount } from '../../src/samples/duration-counts.ts';
import { encodeHistogram } from '../../src/samples/histogram.ts';

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
