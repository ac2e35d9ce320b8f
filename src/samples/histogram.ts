import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import type { DurationCount } from './duration-counts.ts';

const HIGHEST_MICROSECONDS = 3_600_000_000;

/**
 * Encodes response times as an HdrHistogram (compressed V2 form, base64): microseconds, 1 µs to 1 h,
 * 3 significant digits.
 */
export function encodeHistogram(sorted: readonly DurationCount[]): string {
  const histogram = build({
    bitBucketSize: 'packed',
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_MICROSECONDS,
    numberOfSignificantValueDigits: 3,
  });
  for (const [duration, count] of sorted)
    histogram.recordValueWithCount(Math.min(Math.max(duration, 1), HIGHEST_MICROSECONDS), count);
  return encodeIntoCompressedBase64(histogram);
}
