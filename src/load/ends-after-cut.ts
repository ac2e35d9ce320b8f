import { DurationCounts, mergeSorted, type DurationCount } from '../samples/duration-counts.ts';
import { bucketOf, durationOf, INTERVAL_BUCKETS, type BucketCounts } from '../samples/interval-histogram.ts';
import type { RequestEnds } from '../statistics/censored-response-times.ts';
import { nanosecondsToMicroseconds, type Microseconds, type Nanoseconds } from '../units.ts';
import { requestsInFlight, unsentAgesOf } from './merged-samples.ts';
import type { LoadResult } from './run-load.ts';

/** Where a warm-up ends, and what is needed to tell what was due after it. */
export interface WarmUpCut {
  /** Since the window's start. */
  at: Microseconds;
  /** The length of each interval of the series. */
  interval: Nanoseconds;
  timeout: Microseconds;
}

/**
 * The requests that were due after the cut of a warm-up. Those in flight at the end have their starts; of the others the
 * interval of the series they ended in and the bucket of their duration are known, which gives the start to half an
 * interval. How many of each bucket remain decides; their exact durations are taken from those of the whole window.
 * @param all every request of the window
 */
export function endsAfterCut(load: LoadResult, all: RequestEnds, cut: WarmUpCut): RequestEnds {
  const series = load.threads.map(({ samples }) => samples.series);
  const isAfter = (place: number, duration: number): boolean => dueAround(place, duration, cut) >= cut.at;
  const unanswered = new DurationCounts();
  for (const { intendedAt, duration } of requestsInFlight(load))
    if ((intendedAt - load.windowStart) / 1e3 >= cut.at) unanswered.add(duration);
  for (const { timedOut } of series)
    for (const [place, count] of timedOut.entries())
      if (count > 0 && isAfter(place, cut.timeout)) unanswered.add(cut.timeout, count);
  const remaining = (exact: readonly DurationCount[], buckets: readonly BucketCounts[][]): DurationCount[] =>
    shareOf(exact, countAfter(buckets, isAfter));
  return {
    completed: remaining(
      all.completed,
      series.map(({ responseTimes }) => responseTimes),
    ),
    unanswered: mergeSorted(unanswered.sorted(), unsentAgesOf(load, cut.at, cut.timeout)),
    failed: remaining(
      all.failed,
      series.map(({ failureAges }) => failureAges),
    ),
  };
}

/** When a request was due that ended in the middle of an interval, in µs since the window's start. */
function dueAround(place: number, duration: number, { interval }: WarmUpCut): number {
  return (place + 0.5) * nanosecondsToMicroseconds(interval) - duration;
}

/** How many durations of each bucket were due after the cut. */
function countAfter(
  threads: readonly (readonly BucketCounts[])[],
  isAfter: (place: number, duration: number) => boolean,
): Uint32Array {
  const sums = new Uint32Array(INTERVAL_BUCKETS);
  for (const places of threads)
    for (const [place, counts] of places.entries())
      for (let index = 0; index < counts.length; index += 2) {
        const bucket = counts[index] ?? 0;
        if (isAfter(place, durationOf(bucket))) sums[bucket] = (sums[bucket] ?? 0) + (counts[index + 1] ?? 0);
      }
  return sums;
}

/** Takes so many of each bucket out of exact durations, evenly from its shortest to its longest. */
function shareOf(exact: readonly DurationCount[], remaining: Uint32Array): DurationCount[] {
  const inBucket = new Float64Array(INTERVAL_BUCKETS);
  for (const [duration, count] of exact)
    inBucket[bucketOf(duration)] = (inBucket[bucketOf(duration)] ?? 0) + count;
  const kept: DurationCount[] = [];
  let [current, seen, taken] = [-1, 0, 0];
  for (const [duration, count] of exact) {
    const bucket = bucketOf(duration);
    if (bucket !== current) [current, seen, taken] = [bucket, 0, 0];
    seen += count;
    const share = Math.min(1, (remaining[bucket] ?? 0) / (inBucket[bucket] ?? 1));
    const due = Math.round(seen * share) - taken;
    taken += due;
    if (due > 0) kept.push([duration, due]);
  }
  return kept;
}
