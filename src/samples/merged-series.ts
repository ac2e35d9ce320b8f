import { bucketQuantile, mergeBuckets } from './interval-histogram.ts';
import type { Series } from './trial-record.ts';
import { nanosecondsToMilliseconds, type Milliseconds } from '../units.ts';
import { SERIES_INTERVAL, type IntervalResult } from './interval-samples.ts';

/**
 * Adds up the threads' series and derives from them what was in flight at the end of each interval.
 * @param inFlightAtStart when the window started
 */
export function mergeSeries(
  threads: readonly IntervalResult[],
  window: Milliseconds,
  inFlightAtStart: number,
): Series {
  const intervalMs = nanosecondsToMilliseconds(SERIES_INTERVAL);
  const length = Math.ceil(window / intervalMs);
  const intervals = Array.from({ length }, (_, interval) => interval);
  const sum = (name: Exclude<keyof IntervalResult, 'responseTimes'>): number[] =>
    intervals.map((interval) => threads.reduce((total, thread) => total + (thread[name][interval] ?? 0), 0));
  const counts = {
    started: sum('started'),
    completed: sum('completed'),
    completedLate: sum('completedLate'),
    timedOut: sum('timedOut'),
    failed: sum('failed'),
  };
  const buckets = intervals.map((interval) =>
    mergeBuckets(threads.map((thread) => thread.responseTimes[interval] ?? [])),
  );
  const quantiles = (share: number): (number | null)[] =>
    buckets.map((interval) => bucketQuantile(interval, share));
  return {
    intervalMs,
    ...counts,
    inFlightAtEnd: inFlightAtEnds(counts, inFlightAtStart),
    responseTimeMs: { p50: quantiles(0.5), p90: quantiles(0.9), p99: quantiles(0.99), max: quantiles(1) },
  };
}

function inFlightAtEnds(
  counts: Pick<Series, 'started' | 'completed' | 'timedOut' | 'failed'>,
  inFlightAtStart: number,
): number[] {
  let inFlight = inFlightAtStart;
  return counts.started.map((started, interval) => {
    const ended =
      (counts.completed[interval] ?? 0) + (counts.timedOut[interval] ?? 0) + (counts.failed[interval] ?? 0);
    inFlight += started - ended;
    return inFlight;
  });
}
