import { microsecondsToMilliseconds, type Microseconds, type Milliseconds } from '../units.ts';

/** Each doubling of a duration is parted into so many buckets: they are at most 1.6 % wide. */
const BUCKETS_PER_DOUBLING = 64;
const EXACT_BELOW = 2 * BUCKETS_PER_DOUBLING;
const LONGEST = 2 ** 31 - 1;
/** How many buckets there are from 0 to the longest, 35 minutes. */
export const INTERVAL_BUCKETS = bucketOf(LONGEST as Microseconds) + 1;

/** How often durations fell into each bucket: a bucket, its count, the next bucket, and so on, ascending; none is 0. */
export type BucketCounts = Uint32Array<ArrayBuffer>;

/** Hot: the bucket of a duration; durations beyond the longest fall into the last. */
export function bucketOf(duration: Microseconds): number {
  if (duration < EXACT_BELOW) return duration;
  const whole = duration > LONGEST ? LONGEST : duration;
  const shift = 25 - Math.clz32(whole);
  return BUCKETS_PER_DOUBLING * shift + (whole >> shift);
}

/** The middle of a bucket. */
export function durationOf(bucket: number): Microseconds {
  if (bucket < EXACT_BELOW) return bucket as Microseconds;
  const shift = Math.floor(bucket / BUCKETS_PER_DOUBLING) - 1;
  const lowest = (bucket - BUCKETS_PER_DOUBLING * shift) * 2 ** shift;
  return (lowest + (2 ** shift - 1) / 2) as Microseconds;
}

/** Adds buckets to those that stand one beside the other, the empty ones too. */
export function addBuckets(to: Uint32Array, part: BucketCounts): void {
  for (let index = 0; index < part.length; index += 2)
    to[part[index] ?? 0] = (to[part[index] ?? 0] ?? 0) + (part[index + 1] ?? 0);
}

/** Leaves the empty buckets out: of all there are, durations fill a few hundred. */
export function filledBuckets(buckets: Uint32Array): BucketCounts {
  let filled = 0;
  for (let bucket = 0; bucket < buckets.length; bucket++) if (buckets[bucket] !== 0) filled++;
  const counts = new Uint32Array(2 * filled);
  let next = 0;
  for (let bucket = 0; bucket < buckets.length; bucket++) {
    const count = buckets[bucket] ?? 0;
    if (count === 0) continue;
    counts[next++] = bucket;
    counts[next++] = count;
  }
  return counts;
}

/** Adds up the buckets of several threads. */
export function mergeBuckets(parts: readonly BucketCounts[]): BucketCounts {
  const sums = new Uint32Array(INTERVAL_BUCKETS);
  for (const part of parts) addBuckets(sums, part);
  return filledBuckets(sums);
}

/**
 * A quantile, by nearest rank, to the width of a bucket.
 * @returns null when there is nothing
 */
export function bucketQuantile(counts: BucketCounts, share: number): Milliseconds | null {
  const total = counts.reduce((sum, count, index) => (index % 2 === 0 ? sum : sum + count), 0);
  const rank = Math.max(1, Math.ceil(Number((share * total).toPrecision(12))));
  let seen = 0;
  for (let index = 0; index < counts.length; index += 2) {
    seen += counts[index + 1] ?? 0;
    if (seen >= rank) return microsecondsToMilliseconds(durationOf(counts[index] ?? 0));
  }
  return null;
}

/**
 * The geometric mean, as if each duration were the middle of its bucket; below 1 µs there is no telling, so that 0 counts
 * as 1 µs.
 * @returns null when there is nothing
 */
export function bucketGeometricMean(counts: BucketCounts): Milliseconds | null {
  let [total, logs] = [0, 0];
  for (let index = 0; index < counts.length; index += 2) {
    const count = counts[index + 1] ?? 0;
    total += count;
    logs += count * Math.log(Math.max(1, durationOf(counts[index] ?? 0)));
  }
  return total === 0 ? null : microsecondsToMilliseconds(Math.exp(logs / total) as Microseconds);
}
