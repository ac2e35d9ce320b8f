import type { DurationCount } from '../samples/duration-counts.ts';
import { microsecondsToMilliseconds, millisecondsToSeconds, type Microseconds } from '../units.ts';
import { kaplanMeierMean } from './kaplan-meier.ts';

/** What the cycles of a closed loop were like, without the opening burst. */
export interface ClosedLoopCycles {
  /** Connections that take part: each has had a response, or at least sent its request after the opening burst. */
  connections: number;
  /** Response times, ascending. */
  completed: readonly DurationCount[];
  /** Requests in flight at the end, timed out or failed, by the age they had reached; ascending. */
  censored: readonly DurationCount[];
  /** Mean time from a response to the next request on its connection: think time, or opening it anew. */
  meanGap: Microseconds;
}

/**
 * The throughput a closed loop settles at, in requests/s: by the interactive response time law (Denning & Buzen
 * 1978) it is connections ÷ (mean response time + mean time between requests), the mean response time being
 * Kaplan and Meier's. The opening burst, the requests started before the trial's first completion, is left
 * out: its queue is shorter than ever again.
 * @returns undefined when no request outside the opening burst was completed
 */
export function closedLoopSteadyState(cycles: ClosedLoopCycles): number | undefined {
  const mean = kaplanMeierMean(cycles.completed, cycles.censored);
  if (mean === undefined) return undefined;
  const cycle = (mean + cycles.meanGap) as Microseconds;
  return cycle === 0
    ? undefined
    : cycles.connections / millisecondsToSeconds(microsecondsToMilliseconds(cycle));
}
