import type { LoadSettings } from '../plan/load-settings.ts';
import type { Condition } from '../plan/plan.ts';
import type { CensoredResponseTime } from '../samples/censored-response-time.ts';
import { encodeHistogram } from '../samples/histogram.ts';
import { summariseResponseTimes } from '../samples/response-time.ts';
import type { Observation } from '../samples/observation.ts';
import type { ServerTelemetry } from '../samples/server-telemetry.ts';
import { summariseRates } from '../samples/rate-samples.ts';
import type { OwnTrialRecord } from '../samples/own-trial-record.ts';
import { TRIAL_SCHEMA, type Environment, type TrialRecord } from '../samples/trial-record.ts';
import { summariseCensored } from '../statistics/censored-response-times.ts';
import { withExpectedInterval } from '../statistics/expected-interval.ts';
import {
  milliseconds,
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
import { seriesInterval } from './interval-samples.ts';
import { mergeDurations, type MergedDurations } from './merged-samples.ts';
import { mergeSeries } from './merged-series.ts';
import { settledLoad } from './settled-load.ts';
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
  const durations = mergeDurations(result, millisecondsToMicroseconds(settings.timeout));
  const ledger = mergeLedgers(result);
  const arrivals = mergeArrivals(result.threads, durations.connectionWait);
  const connections = mergeConnections(result.threads);
  const statusCodes = sumByKey(result.threads.map((thread) => thread.samples.statusCodes));
  const series = mergeSeries(
    result.threads.map((thread) => thread.samples.series),
    seriesInterval(settings.duration),
    windowMs,
    ledger.inFlightAtStart,
  );
  const merged = { settings, windowMs, durations, ledger, connections, series };
  const { warmUp, ends, steadyState } = settledLoad(result, merged);
  const censored = summariseCensored(ends, milliseconds(warmUp.cutMs));
  const times = describeTimes(durations, censored, settings);
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
      steadyStatePerSecond: steadyState?.perSecond ?? null,
      steadyStateInterval: steadyState?.interval ?? null,
    },
    requestsPerSecondPerThread: summariseRates(result.threads.flatMap((thread) => thread.samples.rates)),
    ...times,
    series,
    warmUp,
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
    expectedIntervalMs: settings.expectedInterval ?? null,
  };
}

type Times = Pick<
  OwnTrialRecord,
  'responseTimeMs' | 'timeToFirstByteMs' | 'connectTimeMs' | 'scheduleLagMs' | 'histograms'
>;

function describeTimes(
  durations: MergedDurations,
  censored: CensoredResponseTime,
  settings: LoadSettings,
): Times {
  const timeout = millisecondsToMicroseconds(settings.timeout);
  const isOpen = settings.arrivalsPerSecond !== undefined;
  const { all, uncorrected, firstByte, connect, scheduleLag, longestUnanswered } = durations;
  const onTime = all.completed.filter(([duration]) => duration < timeout);
  return {
    responseTimeMs: {
      observed: summariseResponseTimes(all.completed, longestUnanswered),
      onTime: summariseResponseTimes(onTime, longestUnanswered),
      uncorrected: isOpen ? summariseResponseTimes(uncorrected, longestUnanswered) : null,
      censored,
      synthetic: syntheticTimes(durations, settings),
    },
    timeToFirstByteMs: summariseResponseTimes(firstByte, longestUnanswered),
    connectTimeMs: summariseResponseTimes(connect, undefined),
    scheduleLagMs: summariseResponseTimes(scheduleLag, undefined),
    histograms: {
      observed: encodeHistogram(all.completed),
      uncorrected: isOpen ? encodeHistogram(uncorrected) : null,
      timeToFirstByte: encodeHistogram(firstByte),
      connectTime: encodeHistogram(connect),
      scheduleLag: encodeHistogram(scheduleLag),
      unanswered: encodeHistogram(all.unanswered),
      failed: encodeHistogram(all.failed),
    },
  };
}

/** Only where it was asked for. */
function syntheticTimes(
  { all, longestUnanswered }: MergedDurations,
  { expectedInterval }: LoadSettings,
): Times['responseTimeMs']['synthetic'] {
  if (expectedInterval === undefined) return null;
  const corrected = withExpectedInterval(all.completed, millisecondsToMicroseconds(expectedInterval));
  return summariseResponseTimes(corrected, longestUnanswered);
}
