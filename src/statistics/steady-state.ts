import type { DurationCount } from '../samples/duration-counts.ts';
import type { Interval } from '../samples/interval.ts';
import {
  microsecondsToMilliseconds,
  millisecondsToSeconds,
  type Microseconds,
  type Milliseconds,
} from '../units.ts';
import { seriesMean } from './batch-means.ts';
import { deltaFactor } from './delta-factor.ts';
import { kaplanMeier } from './kaplan-meier.ts';
import { restrictedMean } from './restricted-mean.ts';

/** A throughput in requests/s, and its 95 % interval, as far as one trial can have one; null where it cannot. */
export interface SteadyState {
  perSecond: number;
  interval: Interval | null;
}

/** What the cycles of a closed loop were like, without the opening burst or the warm-up. */
export interface ClosedLoopCycles {
  /** Connections that take part: each has had a response, or at least sent its request after the opening burst. */
  connections: number;
  /** Response times, ascending. */
  completed: readonly DurationCount[];
  /** Requests in flight at the end or timed out, by the age they had reached; ascending. */
  unanswered: readonly DurationCount[];
  /** Requests that failed, by the age they had reached; ascending. */
  failed: readonly DurationCount[];
  /** Mean time from a response to the next request on its connection: think time, or opening it anew. */
  meanGap: Microseconds;
}

/**
 * The throughput a closed loop settles at: by the interactive response time law (Denning & Buzen 1978) it is
 * connections ÷ (mean response time + mean time between requests), the mean response time being Kaplan and Meier's. The
 * interval is that mean's, by the delta method on the logarithm. The opening burst, the requests started before the
 * trial's first completion, is left out: its queue is shorter than ever again.
 * @returns undefined when no request outside the opening burst was completed
 */
export function closedLoopSteadyState(cycles: ClosedLoopCycles): SteadyState | undefined {
  const found = restrictedMean(kaplanMeier(cycles.completed, cycles.unanswered, cycles.failed));
  if (found === undefined) return undefined;
  const cycle = (found.mean + cycles.meanGap) as Microseconds;
  if (cycle === 0) return undefined;
  const perSecond = cycles.connections / millisecondsToSeconds(microsecondsToMilliseconds(cycle));
  const factor = deltaFactor(cycle, found.variance);
  return { perSecond, interval: { low: perSecond / factor, high: perSecond * factor } };
}

/**
 * The throughput of an open loop: what was completed in the intervals of a window, each of the same length. The interval
 * is by batch means, since what comes back in one depends on what waited in the last.
 * @param completed in each whole interval
 * @returns undefined when there is none
 */
export function openLoopSteadyState(
  completed: readonly number[],
  length: Milliseconds,
): SteadyState | undefined {
  const found = seriesMean(completed);
  if (found === undefined) return undefined;
  const perSecond = (count: number): number => count / millisecondsToSeconds(length);
  const { mean, interval } = found;
  return {
    perSecond: perSecond(mean),
    interval:
      interval === undefined
        ? null
        : { low: Math.max(0, perSecond(interval.low)), high: perSecond(interval.high) },
  };
}
