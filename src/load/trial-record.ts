import type { LoadSettings } from '../plan/load-settings.ts';
import type { Condition } from '../plan/plan.ts';
import { losesMany } from '../samples/ledger.ts';
import { encodeHistogram } from '../samples/histogram.ts';
import { summariseResponseTimes } from '../samples/response-time.ts';
import type { Observation } from '../samples/observation.ts';
import type { ServerTelemetry } from '../samples/server-telemetry.ts';
import { summariseRates } from '../samples/rate-samples.ts';
import type { OwnTrialRecord } from '../samples/own-trial-record.ts';
import { TRIAL_SCHEMA, type Environment, type Ledger, type TrialRecord } from '../samples/trial-record.ts';
import { closedLoopSteadyState } from '../statistics/steady-state.ts';
import {
  millisecondsToMicroseconds,
  millisecondsToSeconds,
  nanoseconds,
  nanosecondsToMilliseconds,
  type Milliseconds,
} from '../units.ts';
import type { LoadResult } from './run-load.ts';
import type { LoadOrder } from './load-order.ts';
import { generatorUsage } from './generator-usage.ts';
import { mergeArrivals, mergeConnections, mergeLedgers, sumByKey } from './merged-counts.ts';
import { mergeDurations, type MergedDurations } from './merged-samples.ts';
import { mergeSeries } from '../samples/merged-series.ts';
import { validityReasons } from './validity-reasons.ts';

/** What a trial is, apart from what was measured in it. */
export interface TrialContext {
  startedAt: Date;
  condition: Condition;
  order: TrialRecord['order'];
  environment: Environment;
  /** What the server said of itself, where it does. */
  telemetry?: ServerTelemetry | null;
  /** What was seen of the server from outside, where it was observed. */
  observation?: Observation | null;
  /** Why the measurement cannot be trusted, as far as is known outside the generator. */
  reasons: readonly string[];
}

/** Makes the record of a trial from what its generator threads saw. */
export function makeTrialRecord(order: LoadOrder, result: LoadResult, context: TrialContext): OwnTrialRecord {
  const { settings } = order;
  const windowMs = nanosecondsToMilliseconds(nanoseconds(result.windowEnd - result.windowStart));
  const durations = mergeDurations(result);
  const ledger = mergeLedgers(result);
  const arrivals = mergeArrivals(result.threads, durations.connectionWait);
  const connections = mergeConnections(result.threads);
  const statusCodes = sumByKey(result.threads.map((thread) => thread.samples.statusCodes));
  const isOpen = settings.arrivalsPerSecond !== undefined;
  const times = describeTimes(durations, settings, isOpen);
  const usage = generatorUsage(result.threads.map((thread) => thread.usage));
  const reasons = validityReasons({
    stopped: result.stopped,
    windowMs,
    planned: settings.duration,
    ledger,
    arrivals,
    connections,
    statusCodes,
    statusErrors: null,
    generator: usage,
    scheduleLagP99Ms: times.scheduleLagMs.p99,
  });
  return {
    ...describeTrial(context, reasons),
    load: {
      ...describeLoad(order.url, settings),
      tls: result.tls ?? null,
      transport: result.transport,
      stamps: result.stamps,
    },
    windowMs,
    ledger,
    arrivals,
    statusCodes,
    statusErrors: null,
    connections,
    bytesRead: result.counters.bytesRead,
    throughput: {
      ...throughputOver(windowMs, ledger.completed, result.counters.bytesRead),
      steadyStatePerSecond: isOpen ? null : (steadyState(durations, ledger, connections) ?? null),
      steadyStateInterval: null,
    },
    requestsPerSecondPerThread: summariseRates(result.threads.flatMap((thread) => thread.samples.rates)),
    ...times,
    series: mergeSeries(
      result.threads.map((thread) => thread.samples.series),
      windowMs,
      ledger.inFlightAtStart,
    ),
    warmUp: null,
    generator: { name: 'loadstone', version: null, ...usage },
    rawSamples: result.rawSamples ?? null,
  };
}

/**
 * What a record has from its context, whatever made the load.
 * @param ofLoad why the load itself shows that the measurement cannot be trusted
 */
export function describeTrial(context: TrialContext, ofLoad: readonly string[]) {
  const reasons = [...context.reasons, ...ofLoad];
  return {
    schema: TRIAL_SCHEMA,
    startedAt: context.startedAt.toISOString(),
    condition: context.condition,
    order: context.order,
    telemetry: context.telemetry ?? null,
    observation: context.observation ?? null,
    environment: context.environment,
    validity: { valid: reasons.length === 0, reasons },
  } satisfies Partial<TrialRecord>;
}

/** What came back in each second of the window. */
export function throughputOver(
  window: Milliseconds,
  completed: number,
  bytesRead: number,
): Pick<TrialRecord['throughput'], 'completedPerSecond' | 'bytesReadPerSecond'> {
  const perSecond = (count: number): number => (window === 0 ? 0 : count / millisecondsToSeconds(window));
  return { completedPerSecond: perSecond(completed), bytesReadPerSecond: perSecond(bytesRead) };
}

/** What was asked of the load, whatever made it. */
export function describeLoad(
  url: URL,
  settings: LoadSettings,
): Omit<TrialRecord['load'], 'tls' | 'transport' | 'stamps'> {
  const { arrivalsPerSecond } = settings;
  return {
    url: url.href,
    loop: arrivalsPerSecond === undefined ? 'closed' : 'open',
    generatorThreads: settings.generatorThreads,
    connections: settings.connections,
    durationMs: Number.isFinite(settings.duration) ? settings.duration : null,
    requests: settings.requests ?? null,
    thinkTimeMs: settings.thinkTime ?? 0,
    rampMs: settings.ramp ?? 0,
    warmupMs: settings.warmup ?? 0,
    arrivals:
      arrivalsPerSecond === undefined
        ? null
        : {
            perSecond: arrivalsPerSecond,
            process: settings.arrivalProcess,
            seed: settings.arrivalSeed,
            catchUp: settings.catchUp,
            connectionsMax: settings.connectionsMax,
          },
    timeoutMs: settings.timeout,
    timeoutPolicy: settings.timeoutPolicy,
    expectedIntervalMs: null,
  };
}

type Times = Pick<
  OwnTrialRecord,
  'responseTimeMs' | 'timeToFirstByteMs' | 'connectTimeMs' | 'scheduleLagMs' | 'histograms'
>;

function describeTimes(durations: MergedDurations, settings: LoadSettings, isOpen: boolean): Times {
  const timeout = millisecondsToMicroseconds(settings.timeout);
  const { observed, uncorrected, firstByte, connect, scheduleLag, longestUnanswered } = durations;
  const onTime = observed.filter(([duration]) => duration < timeout);
  return {
    responseTimeMs: {
      observed: summariseResponseTimes(observed, longestUnanswered),
      onTime: summariseResponseTimes(onTime, longestUnanswered),
      uncorrected: isOpen ? summariseResponseTimes(uncorrected, longestUnanswered) : null,
      censored: null,
      synthetic: null,
    },
    timeToFirstByteMs: summariseResponseTimes(firstByte, longestUnanswered),
    connectTimeMs: summariseResponseTimes(connect, undefined),
    scheduleLagMs: summariseResponseTimes(scheduleLag, undefined),
    histograms: {
      observed: encodeHistogram(observed),
      uncorrected: isOpen ? encodeHistogram(uncorrected) : null,
      timeToFirstByte: encodeHistogram(firstByte),
      connectTime: encodeHistogram(connect),
      scheduleLag: encodeHistogram(scheduleLag),
      unanswered: null,
      failed: null,
    },
  };
}

/**
 * A connection whose first request is unanswered at the end has no part in what the others settle at. Where
 * requests time out or fail it cannot be told: how long those would have taken, and what rests follow, is not
 * known from the ones that were answered.
 */
function steadyState(
  durations: MergedDurations,
  ledger: Ledger,
  { used, neverOpened }: OwnTrialRecord['connections'],
): number | undefined {
  if (losesMany(ledger)) return undefined;
  const { settled, openingInFlight, meanGap } = durations;
  return closedLoopSteadyState({ connections: used - neverOpened - openingInFlight, ...settled, meanGap });
}
