import type { DurationCount } from '../samples/duration-counts.ts';
import type { Microseconds } from '../units.ts';

/** Each doubling of a duration is parted into so many buckets: what is put into one differs by 0.012 % at most. */
const BUCKETS_PER_DOUBLING = 8_192;
const DOUBLINGS = 52;

/**
 * Corrects durations for coordinated omission (Tene 2013, as in HdrHistogram): a request that took longer than the
 * interval in which its sender meant to send the next one kept that one back, and those after it. For each duration d
 * longer than the interval i it adds d - i, d - 2i and so on, as long as they are i or longer. Nobody measured those.
 * @param sorted ascending
 * @param interval above 0
 * @returns ascending; durations that differ by less than 0.012 % may be put together at their mean
 */
export function withExpectedInterval(
  sorted: readonly DurationCount[],
  interval: Microseconds,
): DurationCount[] {
  if (!(interval > 0)) throw new RangeError(`an interval above 0 was wanted, not ${interval}`);
  const counts = new Float64Array(BUCKETS_PER_DOUBLING * DOUBLINGS);
  const sums = new Float64Array(counts.length);
  for (const [duration, count] of sorted) {
    addTo(counts, sums, duration, 1, 0, count);
    // All that fall into one bucket are added at once, so that a small interval does not make it long.
    for (let longest = duration - interval; longest >= interval;) {
      const lowest = Math.max(interval, lowestOf(bucketOf(longest)));
      const steps = Math.floor((longest - lowest) / interval) + 1;
      addTo(counts, sums, longest, steps, interval, count);
      longest -= steps * interval;
    }
  }
  const corrected: DurationCount[] = [];
  for (const [bucket, count] of counts.entries())
    if (count > 0) corrected.push([Math.round((sums[bucket] ?? 0) / count) as Microseconds, count]);
  return corrected;
}

/** Adds `longest`, `longest - interval` and so on, so many of them and each so often, which all share a bucket. */
function addTo(
  counts: Float64Array,
  sums: Float64Array,
  longest: number,
  steps: number,
  interval: number,
  times: number,
): void {
  const bucket = bucketOf(longest);
  counts[bucket] = (counts[bucket] ?? 0) + steps * times;
  sums[bucket] = (sums[bucket] ?? 0) + times * steps * (longest - (interval * (steps - 1)) / 2);
}

function bucketOf(duration: number): number {
  if (duration < BUCKETS_PER_DOUBLING) return Math.floor(duration);
  const doubling = Math.floor(Math.log2(duration / BUCKETS_PER_DOUBLING));
  const place = Math.floor(duration / 2 ** doubling);
  return BUCKETS_PER_DOUBLING * doubling + place;
}

/** The shortest duration of a bucket. */
function lowestOf(bucket: number): number {
  if (bucket < 2 * BUCKETS_PER_DOUBLING) return bucket;
  const doubling = Math.floor(bucket / BUCKETS_PER_DOUBLING) - 1;
  return (bucket - BUCKETS_PER_DOUBLING * doubling) * 2 ** doubling;
}
