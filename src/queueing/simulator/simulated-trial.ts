import { meanHold } from '../../plan/hold.ts';
import { DurationCounts, type DurationCount } from '../../samples/duration-counts.ts';
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
import type { Arrivals } from '../../samples/ledger-schema.ts';
import type { WarmUp } from '../../samples/series-schema.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { validityReasons } from '../../samples/validity-reasons.ts';
import { summariseCensored, type RequestEnds } from '../../statistics/censored-response-times.ts';
import { describeTimes } from '../../statistics/trial-times.ts';
import { milliseconds, millisecondsToMicroseconds, type Microseconds } from '../../units.ts';
import { endsAfter, endsOf, mergeEnds, steadyStateOf, warmUpOf, windowOf } from './settled-simulation.ts';
import { simulate } from './simulate.ts';
import { thinkTimeOf, type SimulationModel } from './simulation-model.ts';
import type { SimulationResult } from './simulation-result.ts';

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
