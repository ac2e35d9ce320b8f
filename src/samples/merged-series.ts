import { bucketGeometricMean, bucketQuantile, mergeBuckets } from './interval-histogram.ts';
import type { Series } from './series-schema.ts';
import { nanosecondsToMilliseconds, type Milliseconds, type Nanoseconds } from '../units.ts';
import type { IntervalCount, IntervalResult } from './interval-samples.ts';

/**
 * Adds up the threads' series and derives from them what was in flight at the end of each interval.
 * @param interval the length of each
 * @param inFlightAtStart when the window started
 */
export function mergeSeries(
  threads: readonly IntervalResult[],
  interval: Nanoseconds,
  window: Milliseconds,
  inFlightAtStart: number,
): Series {
  const intervalMs = nanosecondsToMilliseconds(interval);
  const length = Math.ceil(window / intervalMs);
  const places = Array.from({ length }, (_, place) => place);
  const sum = (name: IntervalCount): number[] =>
    places.map((place) => threads.reduce((total, thread) => total + (thread[name][place] ?? 0), 0));
  const counts = {
    started: sum('started'),
    completed: sum('completed'),
    completedLate: sum('completedLate'),
    timedOut: sum('timedOut'),
    failed: sum('failed'),
  };
  const buckets = places.map((place) =>
    mergeBuckets(threads.flatMap((thread) => thread.responseTimes[place] ?? [])),
  );
  const quantiles = (share: number): (number | null)[] =>
    buckets.map((filled) => bucketQuantile(filled, share));
  return {
    intervalMs,
    ...counts,
    inFlightAtEnd: inFlightAtEnds(counts, inFlightAtStart),
    responseTimeMs: {
      geometricMean: buckets.map(bucketGeometricMean),
      p50: quantiles(0.5),
      p90: quantiles(0.9),
      p99: quantiles(0.99),
      max: quantiles(1),
    },
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
