import type { LoadSettings } from '../plan/load-settings.ts';
import { losesMany } from '../samples/ledger.ts';
import type { OwnTrialRecord } from '../samples/own-trial-record.ts';
import type { Series, WarmUp } from '../samples/series-schema.ts';
import type { RequestEnds } from '../statistics/censored-response-times.ts';
import { closedLoopSteadyState, openLoopSteadyState, type SteadyState } from '../statistics/steady-state.ts';
import { findWarmUp } from '../statistics/warm-up.ts';
import {
  milliseconds,
  millisecondsToMicroseconds,
  millisecondsToNanoseconds,
  nanoseconds,
  type Milliseconds,
} from '../units.ts';
import { endsAfterCut } from './ends-after-cut.ts';
import { inFlightBefore, type MergedDurations } from './merged-samples.ts';
import type { LoadResult } from './run-load.ts';

/** A load whose parts are put together. */
export interface MergedLoad extends Pick<OwnTrialRecord, 'ledger' | 'connections' | 'series'> {
  settings: LoadSettings;
  windowMs: Milliseconds;
  durations: MergedDurations;
}

/** What a load is like once it has settled. */
export interface SettledLoad {
  warmUp: WarmUp;
  /** What was due within the window, without the warm-up that was found. */
  ends: RequestEnds;
  steadyState: SteadyState | undefined;
}

/** Leaves out the warm-up of a load, where one is found within its window. */
export function settledLoad(load: LoadResult, merged: MergedLoad): SettledLoad {
  const { settings, series, durations, windowMs } = merged;
  const warmUp = warmUpOf(settings, series, windowMs);
  const ends =
    warmUp.cutMs === 0
      ? durations.dueWithin
      : endsAfterCut(load, durations.all, {
          at: millisecondsToMicroseconds(milliseconds(warmUp.cutMs)),
          interval: millisecondsToNanoseconds(milliseconds(series.intervalMs)),
          timeout: millisecondsToMicroseconds(settings.timeout),
        });
  const steadyState =
    settings.arrivalsPerSecond === undefined
      ? steadyCycles(load, merged, warmUp, ends)
      : steadyCompletions(series, warmUp, windowMs);
  return { warmUp, ends, steadyState };
}

/** A load that had a warm-up or a ramp before its window was told when it settles. */
function warmUpOf({ ramp, warmup }: LoadSettings, series: Series, windowMs: Milliseconds): WarmUp {
  return (ramp ?? 0) + (warmup ?? 0) > 0 ? { state: 'given', cutMs: 0 } : findWarmUp(series, windowMs);
}

/**
 * A connection whose request from the opening burst, or the warm-up, is unanswered at the end has no part in what the
 * others settle at. Where requests time out or fail it cannot be told: how long those would have taken, and what rests
 * follow, is not known from the ones that were answered.
 */
function steadyCycles(
  load: LoadResult,
  { ledger, connections, durations }: MergedLoad,
  { cutMs }: WarmUp,
  ends: RequestEnds,
): SteadyState | undefined {
  if (losesMany(ledger)) return undefined;
  const { settled, openingInFlight, meanGap } = durations;
  const cutAt = nanoseconds(load.windowStart + millisecondsToNanoseconds(milliseconds(cutMs)));
  const stuck = cutMs === 0 ? openingInFlight : inFlightBefore(load, cutAt);
  return closedLoopSteadyState({
    connections: connections.used - connections.neverOpened - stuck,
    ...(cutMs === 0 ? settled : ends),
    meanGap,
  });
}

/** Over the whole intervals of the series after the cut. */
function steadyCompletions(
  { completed, intervalMs }: Series,
  { cutMs }: WarmUp,
  windowMs: Milliseconds,
): SteadyState | undefined {
  const whole = completed.slice(Math.round(cutMs / intervalMs), Math.floor(windowMs / intervalMs));
  return openLoopSteadyState(whole, milliseconds(intervalMs));
}
