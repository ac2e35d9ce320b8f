import { microsecondsToMilliseconds, type Microseconds, type Milliseconds } from '../units.ts';

/** Each doubling of a duration is parted into so many buckets: they are at most 1.6 % wide. */
const BUCKETS_PER_DOUBLING = 64;
const EXACT_BELOW = 2 * BUCKETS_PER_DOUBLING;
const LONGEST = 2 ** 31 - 1;
/** How many buckets there are from 0 to the longest, 35 minutes. */
export const INTERVAL_BUCKETS = bucketOf(LONGEST as Microseconds) + 1;

/** How often durations fell into each bucket, as pairs of a bucket and its count. */
export type BucketCounts = readonly (readonly [bucket: number, count: number])[];

/** Hot: the bucket of a duration; durations beyond the longest fall into the last. */
export function bucketOf(duration: Microseconds): number {
  if (duration < EXACT_BELOW) return duration;
  const whole = duration > LONGEST ? LONGEST : duration;
  const shift = 25 - Math.clz32(whole);
  return BUCKETS_PER_DOUBLING * shift + (whole >> shift);
}

/** The middle of a bucket. */
function durationOf(bucket: number): Microseconds {
  if (bucket < EXACT_BELOW) return bucket as Microseconds;
  const shift = Math.floor(bucket / BUCKETS_PER_DOUBLING) - 1;
  const lowest = (bucket - BUCKETS_PER_DOUBLING * shift) * 2 ** shift;
  return (lowest + (2 ** shift - 1) / 2) as Microseconds;
}

/** Adds up the buckets of several threads; ascending. */
export function mergeBuckets(parts: readonly BucketCounts[]): BucketCounts {
  const sums = new Map<number, number>();
  for (const part of parts)
    for (const [bucket, count] of part) sums.set(bucket, (sums.get(bucket) ?? 0) + count);
  return [...sums].toSorted(([left], [right]) => left - right);
}

/**
 * A quantile, by nearest rank, to the width of a bucket.
 * @param sorted ascending
 * @returns null when there is nothing
 */
export function bucketQuantile(sorted: BucketCounts, share: number): Milliseconds | null {
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(Number((share * total).toPrecision(12))));
  let seen = 0;
  for (const [bucket, count] of sorted) {
    seen += count;
    if (seen >= rank) return microsecondsToMilliseconds(durationOf(bucket));
  }
  return null;
}
