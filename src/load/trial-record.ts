import type { LoadSettings } from '../plan/load-settings.ts';
import type { Condition } from '../plan/plan.ts';
import type { DurationCount } from '../samples/duration-counts.ts';
import { accountedCount, begunCount, dueCount, failedCount, unsentCount } from '../samples/ledger.ts';
import { encodeHistogram } from '../samples/histogram.ts';
import { summariseResponseTimes } from '../samples/response-time.ts';
import { summariseRates } from '../samples/rate-samples.ts';
import {
  TRIAL_SCHEMA,
  type Arrivals,
  type Environment,
  type Ledger,
  type TrialRecord,
} from '../samples/trial-record.ts';
import { closedLoopSteadyState } from '../statistics/steady-state.ts';
import {
  millisecondsToMicroseconds,
  millisecondsToSeconds,
  nanoseconds,
  nanosecondsToMilliseconds,
} from '../units.ts';
import type { LoadResult } from './generate.ts';
import type { LoadOrder } from './load-order.ts';
import { generatorUsage } from './generator-usage.ts';
import { mergeDurations, type MergedDurations } from './merged-samples.ts';
import { mergeSeries } from './merged-series.ts';

/** What a trial is, apart from what was measured in it. */
export interface TrialContext {
  startedAt: Date;
  condition: Condition;
  order: TrialRecord['order'];
  environment: Environment;
  /** Why the measurement cannot be trusted, as far as is known outside the generator. */
  reasons: readonly string[];
}

/** Makes the record of a trial from what its generator threads saw. */
export function makeTrialRecord(order: LoadOrder, result: LoadResult, context: TrialContext): TrialRecord {
  const { settings } = order;
  const windowMs = nanosecondsToMilliseconds(nanoseconds(result.windowEnd - result.windowStart));
  const perSecond = (count: number): number => (windowMs === 0 ? 0 : count / millisecondsToSeconds(windowMs));
  const durations = mergeDurations(result);
  const ledger = makeLedger(result);
  const arrivals = mergeArrivals(result.threads, durations.connectionWait);
  const connections = mergeConnections(result.threads);
  const statusCodes = sumByKey(result.threads.map((thread) => thread.samples.statusCodes));
  const generator = generatorUsage(result.threads.map((thread) => thread.usage));
  const reasons = [
    ...context.reasons,
    ...stopReasons(result, windowMs, settings.duration),
    ...ledgerReasons(ledger, arrivals, statusCodes),
    ...connectionReasons(connections),
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

function makeLedger({ counters, threads }: LoadResult): Ledger {
  return {
    inFlightAtStart: counters.inFlightAtStart,
    started: counters.started,
    completed: counters.completed,
    completedLate: counters.completedLate,
    timedOut: counters.timedOut,
    failed: sumByKey(threads.map((thread) => thread.samples.failures)),
    inFlightAtEnd: sumOver(threads, ({ samples }) => samples.inFlight.length),
  };
}

function mergeConnections(threads: LoadResult['threads']): TrialRecord['connections'] {
  return {
    used: sumOver(threads, ({ connections }) => connections.used),
    opened: sumOver(threads, ({ connections }) => connections.opened),
    reused: sumOver(threads, ({ connections }) => connections.reused),
    closedByServer: sumOver(threads, ({ connections }) => connections.closedByServer),
    closedWhileFree: sumOver(threads, ({ connections }) => connections.closedWhileFree),
    neverOpened: sumOver(threads, ({ connections }) => connections.neverOpened),
  };
}

/** @param waits ascending */
function mergeArrivals(threads: LoadResult['threads'], waits: readonly DurationCount[]): Arrivals | null {
  const counts = threads.flatMap(({ arrivals }) => (arrivals === undefined ? [] : [arrivals]));
  if (counts.length === 0) return null;
  const sum = (of: (thread: (typeof counts)[number]) => number): number =>
    counts.reduce((total, thread) => total + of(thread), 0);
  return {
    scheduled: sum(({ scheduled }) => scheduled),
    unsentAtStart: sum(({ unsentAtStart }) => unsentAtStart),
    waited: sum(({ waited }) => waited),
    waitMs: summariseResponseTimes(waits, undefined),
    skipped: sum(({ skipped }) => skipped),
    gaveUpWaiting: sum(({ gaveUpWaiting }) => gaveUpWaiting),
    unsentAtEnd: sum(({ unsentAtEnd }) => unsentAtEnd),
  };
}

/** Above this share of requests given up or failed, cycles are no longer made of responses. */
const NEGLIGIBLE = 0.01;

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
  if (ledger.timedOut + failedCount(ledger) > begunCount(ledger) * NEGLIGIBLE) return undefined;
  const { settled, openingInFlight, meanGap } = durations;
  return closedLoopSteadyState({ connections: used - neverOpened - openingInFlight, ...settled, meanGap });
}

function stopReasons({ stopped }: LoadResult, windowMs: number, durationMs: number): string[] {
  if (!stopped) return [];
  if (windowMs === 0) return ['stopped before the measurement window'];
  const planned = Number.isFinite(durationMs) ? ` of ${durationMs} ms` : '';
  return [`stopped after ${windowMs.toFixed(0)} ms${planned}`];
}

function connectionReasons({ used, neverOpened }: TrialRecord['connections']): string[] {
  return neverOpened > 0 ? [`${neverOpened} of ${used} connections did not open`] : [];
}

function ledgerReasons(
  ledger: Ledger,
  arrivals: Arrivals | null,
  statusCodes: TrialRecord['statusCodes'],
): string[] {
  const reasons: string[] = [];
  const [begun, accounted] = [begunCount(ledger), accountedCount(ledger)];
  if (accounted !== begun)
    reasons.push(`the ledger does not balance: ${begun} started, ${accounted} accounted for`);
  if (arrivals !== null) {
    const [due, seen] = [dueCount(arrivals), ledger.started + unsentCount(arrivals)];
    if (due !== seen) reasons.push(`the arrivals do not balance: ${due} were due, ${seen} accounted for`);
  }
  const failed = failedCount(ledger);
  if (ledger.completed === 0 && failed > 0)
    reasons.push(failed === begun ? 'every request failed' : 'no request completed');
  const statuses = Object.keys(statusCodes);
  if (statuses.length > 0 && statuses.every((status) => Number(status) >= 400))
    reasons.push(`every response was an error (status ${statuses.join(', ')})`);
  return reasons;
}

function sumOver(
  threads: LoadResult['threads'],
  of: (thread: LoadResult['threads'][number]) => number,
): number {
  return threads.reduce((sum, thread) => sum + of(thread), 0);
}

function sumByKey(maps: readonly ReadonlyMap<string | number, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const map of maps) for (const [key, count] of map) sums[key] = (sums[key] ?? 0) + count;
  return sums;
}
