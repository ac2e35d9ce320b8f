import type { Series } from '../samples/trial-record.ts';
import { nanosecondsToMilliseconds, type Milliseconds } from '../units.ts';
import { SERIES_INTERVAL, type SeriesCounts, type ThreadResult } from './thread-samples.ts';

/** Adds up the threads' series and derives from them what was in flight at the end of each interval. */
export function mergeSeries(threads: readonly ThreadResult[], window: Milliseconds): Series {
  const intervalMs = nanosecondsToMilliseconds(SERIES_INTERVAL);
  const length = Math.ceil(window / intervalMs);
  const sum = (name: keyof SeriesCounts): number[] =>
    Array.from({ length }, (_, interval) =>
      threads.reduce((total, thread) => total + (thread.series[name][interval] ?? 0), 0),
    );
  const series = {
    started: sum('started'),
    completed: sum('completed'),
    completedLate: sum('completedLate'),
    timedOut: sum('timedOut'),
    failed: sum('failed'),
  };
  let inFlight = 0;
  const inFlightAtEnd = series.started.map((started, interval) => {
    const ended =
      (series.completed[interval] ?? 0) + (series.timedOut[interval] ?? 0) + (series.failed[interval] ?? 0);
    inFlight += started - ended;
    return inFlight;
  });
  return { intervalMs, ...series, inFlightAtEnd };
}
