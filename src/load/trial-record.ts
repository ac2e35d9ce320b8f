import type { LoadSettings } from '../plan/load-settings.ts';
import type { Condition } from '../plan/plan.ts';
import { begunCount, failedCount, NEGLIGIBLE_LOSS } from '../samples/ledger.ts';
import { encodeHistogram } from '../samples/histogram.ts';
import { summariseResponseTimes } from '../samples/response-time.ts';
import type { Observation } from '../samples/observation.ts';
import type { ServerTelemetry } from '../samples/server-telemetry.ts';
import { summariseRates } from '../samples/rate-samples.ts';
import { TRIAL_SCHEMA, type Environment, type Ledger, type TrialRecord } from '../samples/trial-record.ts';
import { closedLoopSteadyState } from '../statistics/steady-state.ts';
import {
  millisecondsToMicroseconds,
  millisecondsToSeconds,
  nanoseconds,
  nanosecondsToMilliseconds,
} from '../units.ts';
import type { LoadResult } from './run-load.ts';
import type { LoadOrder } from './load-order.ts';
import { generatorUsage } from './generator-usage.ts';
import { mergeArrivals, mergeConnections, mergeLedgers, sumByKey } from './merged-counts.ts';
import { mergeDurations, type MergedDurations } from './merged-samples.ts';
import { mergeSeries } from './merged-series.ts';
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
export function makeTrialRecord(order: LoadOrder, result: LoadResult, context: TrialContext): TrialRecord {
  const { settings } = order;
  const windowMs = nanosecondsToMilliseconds(nanoseconds(result.windowEnd - result.windowStart));
  const perSecond = (count: number): number => (windowMs === 0 ? 0 : count / millisecondsToSeconds(windowMs));
  const durations = mergeDurations(result);
  const ledger = mergeLedgers(result);
  const arrivals = mergeArrivals(result.threads, durations.connectionWait);
  const connections = mergeConnections(result.threads);
  const statusCodes = sumByKey(result.threads.map((thread) => thread.samples.statusCodes));
  const generator = generatorUsage(result.threads.map((thread) => thread.usage));
  const reasons = [
    ...context.reasons,
    ...validityReasons({
      result,
      windowMs,
      planned: settings.duration,
      ledger,
      arrivals,
      connections,
      statusCodes,
    }),
  ];
  const isOpen = settings.arrivalsPerSecond !== undefined;
  return {
    schema: TRIAL_SCHEMA,
    startedAt: context.startedAt.toISOString(),
    condition: context.condition,
    order: context.order,
    load: describeLoad(order, result),
    windowMs,
    ledger,
    arrivals,
    statusCodes,
    connections,
    bytesRead: result.counters.bytesRead,
    throughput: {
      completedPerSecond: perSecond(ledger.completed),
      steadyStatePerSecond: isOpen ? null : (steadyState(durations, ledger, connections) ?? null),
      bytesReadPerSecond: perSecond(result.counters.bytesRead),
    },
    requestsPerSecondPerThread: summariseRates(result.threads.flatMap((thread) => thread.samples.rates)),
    ...describeTimes(durations, settings, isOpen),
    series: mergeSeries(
      result.threads.map((thread) => thread.samples.series),
      windowMs,
      ledger.inFlightAtStart,
    ),
    generator,
    rawSamples: result.rawSamples ?? null,
    telemetry: context.telemetry ?? null,
    observation: context.observation ?? null,
    environment: context.environment,
    validity: { valid: reasons.length === 0, reasons },
  };
}

function describeLoad(
  { url, settings }: LoadOrder,
  { transport, stamps, tls }: LoadResult,
): TrialRecord['load'] {
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
    tls: tls ?? null,
    transport,
    stamps,
  };
}

type Times = Pick<
  TrialRecord,
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
  { used, neverOpened }: TrialRecord['connections'],
): number | undefined {
  if (ledger.timedOut + failedCount(ledger) > begunCount(ledger) * NEGLIGIBLE_LOSS) return undefined;
  const { settled, openingInFlight, meanGap } = durations;
  return closedLoopSteadyState({ connections: used - neverOpened - openingInFlight, ...settled, meanGap });
}
