import { meanHold } from '../../plan/hold.ts';
import {
  DurationCounts,
  mergeSorted,
  totalCount,
  type DurationCount,
} from '../../samples/duration-counts.ts';
import { losesMany } from '../../samples/ledger.ts';
import { mergeSeries } from '../../samples/merged-series.ts';
import { seriesInterval } from '../../samples/interval-samples.ts';
import { summariseRates } from '../../samples/rate-samples.ts';
import { summariseResponseTimes } from '../../samples/response-time.ts';
import {
  describeLoad,
  describeTrial,
  throughputOver,
  type TrialContext,
} from '../../samples/trial-description.ts';
import type { Arrivals, Series, TrialRecord, WarmUp } from '../../samples/trial-record.ts';
import { unsentAges } from '../../samples/unsent-ages.ts';
import { validityReasons } from '../../samples/validity-reasons.ts';
import { summariseCensored, type RequestEnds } from '../../statistics/censored-response-times.ts';
import {
  closedLoopSteadyState,
  openLoopSteadyState,
  type SteadyState,
} from '../../statistics/steady-state.ts';
import { describeTimes } from '../../statistics/trial-times.ts';
import { findWarmUp } from '../../statistics/warm-up.ts';
import {
  milliseconds,
  millisecondsToMicroseconds,
  nanoseconds,
  nanosecondsToMicroseconds,
  nanosecondsToMilliseconds,
  type Microseconds,
} from '../../units.ts';
import { simulate } from './simulate.ts';
import { thinkTimeOf, type SimulationModel } from './simulation-model.ts';
import type { RequestTimes, SimulationResult } from './simulation-result.ts';

/** What a simulated trial is, apart from what happens in it. */
export interface SimulatedTrialContext extends TrialContext {
  /** What a generator would have asked. */
  readonly url: URL;
}

/**
 * Simulates a trial and makes the record of it that the generator would make of a real one: of what a simulation does not
 * have, connecting and the generator's own delay take no time, and a response comes all at once. Where the series shows a
 * warm-up the same trial is simulated once more, to part the requests exactly where it ends.
 * @param seed as of `simulate`
 * @throws {UserError} when the model has no meaning
 */
export function simulatedTrial(
  model: SimulationModel,
  seed: number,
  context: SimulatedTrialContext,
): TrialRecord {
  const result = simulate(model, seed);
  const { load } = model;
  const { ledger } = result;
  const windowMs = windowOf(result);
  const series = mergeSeries(
    [result.intervals],
    seriesInterval(load.duration),
    windowMs,
    ledger.inFlightAtStart,
  );
  const warmUp = warmUpOf(model, series, windowMs);
  const settled = warmUp.cutMs === 0 ? result : simulate(model, seed, milliseconds(warmUp.cutMs));
  const arrivals = arrivalsOf(result);
  const connections = { ...result.connections, closedByServer: 0, closedWhileFree: 0, neverOpened: 0 };
  const statusCodes: Record<string, number> = ledger.completed === 0 ? {} : { 200: ledger.completed };
  const usage = { threads: [], wasCeiling: false };
  const steady = steadyStateOf(model, settled, series, warmUp);
  const reasons = validityReasons({
    stopped: false,
    windowMs,
    planned: load.duration,
    ledger,
    arrivals,
    connections,
    statusCodes,
    statusErrors: null,
    generator: usage,
    scheduleLagP99Ms: 0,
  });
  return {
    ...describeTrial(context, reasons),
    load: {
      ...describeLoad(context.url, load),
      thinkTimeMs: meanHold(thinkTimeOf(model)),
      tls: null,
      transport: null,
      stamps: 'user',
    },
    windowMs,
    ledger,
    arrivals,
    statusCodes,
    statusErrors: null,
    connections,
    bytesRead: 0,
    throughput: {
      ...throughputOver(windowMs, ledger.completed, 0),
      steadyStatePerSecond: steady?.perSecond ?? null,
      steadyStateInterval: steady?.interval ?? null,
    },
    requestsPerSecondPerThread: summariseRates(result.rates),
    ...timesOf(model, result, endsAfter(model, settled, warmUp), warmUp),
    series,
    warmUp,
    generator: { name: 'simulator', version: null, ...usage },
    rawSamples: null,
  };
}

function windowOf({ windowStart, windowEnd }: SimulationResult) {
  return nanosecondsToMilliseconds(nanoseconds(windowEnd - windowStart));
}

/** A load that had a warm-up or a ramp before its window was told when it settles. */
function warmUpOf({ load }: SimulationModel, series: Series, windowMs: number): WarmUp {
  return (load.ramp ?? 0) + (load.warmup ?? 0) > 0
    ? { state: 'given', cutMs: 0 }
    : findWarmUp(series, windowMs);
}

/** Requests by how they ended; none fails. */
function endsOf(times: RequestTimes, timeout: Microseconds): RequestEnds {
  const timedOut: DurationCount[] = times.timedOut === 0 ? [] : [[timeout, times.timedOut]];
  return { completed: times.completed, unanswered: mergeSorted(times.inFlight, timedOut), failed: [] };
}

function mergeEnds(one: RequestEnds, other: RequestEnds): RequestEnds {
  return {
    completed: mergeSorted(one.completed, other.completed),
    unanswered: mergeSorted(one.unanswered, other.unanswered),
    failed: [],
  };
}

/** What was due within the window, without the warm-up; arrivals that were never sent are part of it. */
function endsAfter({ load }: SimulationModel, settled: SimulationResult, { cutMs }: WarmUp): RequestEnds {
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
function steadyStateOf(
  { load }: SimulationModel,
  settled: SimulationResult,
  { completed, intervalMs }: Series,
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

function timesOf({ load }: SimulationModel, result: SimulationResult, ends: RequestEnds, { cutMs }: WarmUp) {
  const timeout = millisecondsToMicroseconds(load.timeout);
  const all = [result.carried, result.opening, result.settled]
    .map((times) => endsOf(times, timeout))
    .reduce(mergeEnds);
  const isOpen = load.arrivalsPerSecond !== undefined;
  return describeTimes(
    {
      all,
      longestUnanswered: all.unanswered.at(-1)?.[0],
      uncorrected: result.uncorrected,
      firstByte: isOpen ? result.uncorrected : all.completed,
      scheduleLag: instant(result.ledger.started),
      connect: instant(result.connections.opened),
    },
    summariseCensored(ends, milliseconds(cutMs)),
    { timeout: load.timeout, isOpen, expectedInterval: load.expectedInterval },
  );
}

function arrivalsOf({ arrivals }: SimulationResult): Arrivals | null {
  if (arrivals === undefined) return null;
  const { waits, gaveUpDue: _gaveUpDue, unsentDue: _unsentDue, ...counts } = arrivals;
  return { ...counts, waitMs: summariseResponseTimes(new DurationCounts(waits).sorted(), undefined) };
}

/** So many that took no time. */
const instant = (times: number): DurationCount[] => (times === 0 ? [] : [[0 as Microseconds, times]]);
