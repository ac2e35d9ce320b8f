import { mergeSorted, totalCount, type DurationCount } from '../../samples/duration-counts.ts';
import { losesMany } from '../../samples/ledger.ts';
import type { Series, WarmUp } from '../../samples/series-schema.ts';
import { unsentAges } from '../../samples/unsent-ages.ts';
import type { RequestEnds } from '../../statistics/censored-response-times.ts';
import {
  closedLoopSteadyState,
  openLoopSteadyState,
  type SteadyState,
} from '../../statistics/steady-state.ts';
import { findWarmUp } from '../../statistics/warm-up.ts';
import {
  milliseconds,
  millisecondsToMicroseconds,
  nanoseconds,
  nanosecondsToMicroseconds,
  nanosecondsToMilliseconds,
  type Microseconds,
  type Milliseconds,
} from '../../units.ts';
import type { SimulationModel } from './simulation-model.ts';
import type { RequestTimes, SimulationResult } from './simulation-result.ts';

// What a simulation's counts amount to, as the generator reckons it of a real load.

/** How long the window was. */
export function windowOf({ windowStart, windowEnd }: SimulationResult): Milliseconds {
  return nanosecondsToMilliseconds(nanoseconds(windowEnd - windowStart));
}

/** A load that had a warm-up or a ramp before its window was told when it settles. */
export function warmUpOf({ load }: SimulationModel, series: Series, windowMs: number): WarmUp {
  return (load.ramp ?? 0) + (load.warmup ?? 0) > 0
    ? { state: 'given', cutMs: 0 }
    : findWarmUp(series, windowMs);
}

/** Requests by how they ended; none fails. */
export function endsOf(times: RequestTimes, timeout: Microseconds): RequestEnds {
  const timedOut: DurationCount[] = times.timedOut === 0 ? [] : [[timeout, times.timedOut]];
  return { completed: times.completed, unanswered: mergeSorted(times.inFlight, timedOut), failed: [] };
}

/** Two lists of requests in one. */
export function mergeEnds(one: RequestEnds, other: RequestEnds): RequestEnds {
  return {
    completed: mergeSorted(one.completed, other.completed),
    unanswered: mergeSorted(one.unanswered, other.unanswered),
    failed: [],
  };
}

/** What was due within the window, without the warm-up; arrivals that were never sent are part of it. */
export function endsAfter(
  { load }: SimulationModel,
  settled: SimulationResult,
  { cutMs }: WarmUp,
): RequestEnds {
  const timeout = millisecondsToMicroseconds(load.timeout);
  const windowLength = nanosecondsToMicroseconds(nanoseconds(settled.windowEnd - settled.windowStart));
  const from = millisecondsToMicroseconds(milliseconds(cutMs));
  const unsent = unsentAges(
    settled.arrivals === undefined ? [] : [settled.arrivals],
    windowLength,
    from,
    timeout,
  );
  const ends = endsOf(settled.settled, timeout);
  const within = cutMs === 0 ? mergeEnds(endsOf(settled.opening, timeout), ends) : ends;
  return { ...within, unanswered: mergeSorted(within.unanswered, unsent) };
}

/** As `settled-load.ts` has it of a real load. */
export function steadyStateOf(
  { load }: SimulationModel,
  settled: SimulationResult,
  { completed, intervalMs }: Pick<Series, 'completed' | 'intervalMs'>,
  { cutMs }: WarmUp,
): SteadyState | undefined {
  if (load.arrivalsPerSecond !== undefined) {
    const whole = completed.slice(Math.round(cutMs / intervalMs), Math.floor(windowOf(settled) / intervalMs));
    return openLoopSteadyState(whole, milliseconds(intervalMs));
  }
  if (losesMany(settled.ledger)) return undefined;
  const stuck = totalCount(settled.carried.inFlight) + totalCount(settled.opening.inFlight);
  const { count, total } = settled.gaps;
  return closedLoopSteadyState({
    connections: settled.connections.used - stuck,
    ...endsOf(settled.settled, millisecondsToMicroseconds(load.timeout)),
    meanGap: (count === 0 ? 0 : total / count / 1e3) as Microseconds,
  });
}
