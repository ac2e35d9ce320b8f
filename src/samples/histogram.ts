import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, JsHistogram } from 'hdr-histogram-js';
import type { Microseconds } from '../units.ts';
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

/**
 * What was recorded between two states of one histogram, ascending, each duration as the middle of its bucket.
 * @param earlier undefined: it was empty
 */
export function recordedSince(later: string, earlier: string | undefined): DurationCount[] {
  const after = decode(later);
  const before = earlier === undefined ? undefined : decode(earlier);
  const recorded: DurationCount[] = [];
  // Beyond the longest there is nothing, and to look at each place takes most of the time.
  const last = after.countsArrayIndex(after.maxValue);
  for (let index = 0; index <= last; index++) {
    const count = after.getCountAtIndex(index) - (before?.getCountAtIndex(index) ?? 0);
    if (count > 0)
      recorded.push([after.medianEquivalentValue(after.valueFromIndex(index)) as Microseconds, count]);
  }
  return recorded;
}

/** How many response times of an encoded histogram lie between two, to the histogram's 3 digits. */
export function countBetween(encoded: string, from: Microseconds, to: Microseconds): number {
  const histogram = decode(encoded);
  let count = 0;
  const last = histogram.countsArrayIndex(Math.min(to, histogram.maxValue));
  for (let index = histogram.countsArrayIndex(from); index <= last; index++)
    count += histogram.getCountAtIndex(index);
  return count;
}

function decode(encoded: string): JsHistogram {
  // Counts in 64 bits: a server counts for as long as it lives.
  const histogram = decodeFromCompressedBase64(encoded, 64);
  // Decoded without WebAssembly it is always one; the type does not say so.
  if (!(histogram instanceof JsHistogram)) throw new Error('the histogram was decoded into WebAssembly');
  return histogram;
}
