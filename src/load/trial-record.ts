import type { Condition } from '../plan/plan.ts';
import { accountedCount, failedCount } from '../samples/ledger.ts';
import { encodeHistogram } from '../samples/histogram.ts';
import { summariseResponseTimes } from '../samples/response-time.ts';
import { summariseRates } from '../samples/rate-samples.ts';
import { TRIAL_SCHEMA, type Environment, type Ledger, type TrialRecord } from '../samples/trial-record.ts';
import { closedLoopSteadyState } from '../statistics/steady-state.ts';
import {
  millisecondsToMicroseconds,
  millisecondsToSeconds,
  nanoseconds,
  nanosecondsToMilliseconds,
} from '../units.ts';
import type { LoadOrder, LoadResult } from './generate.ts';
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
  const timeout = millisecondsToMicroseconds(settings.timeout);
  const onTime = durations.observed.filter(([duration]) => duration < timeout);
  const ledger = makeLedger(result);
  const neverOpened = sumOver(result, ({ connectionsNeverOpened }) => connectionsNeverOpened);
  const statusCodes = sumByKey(result.threads.map((thread) => thread.statusCodes));
  const reasons = [
    ...context.reasons,
    ...stopReasons(result, windowMs, settings.duration),
    ...ledgerReasons(ledger, statusCodes),
    ...(neverOpened > 0 ? [`${neverOpened} of ${settings.connections} connections did not open`] : []),
  ];
  return {
    schema: TRIAL_SCHEMA,
    startedAt: context.startedAt.toISOString(),
    condition: context.condition,
    order: context.order,
    load: {
      url: order.url.href,
      loop: 'closed',
      generatorThreads: settings.generatorThreads,
      connections: settings.connections,
      durationMs: settings.duration,
      timeoutMs: settings.timeout,
      timeoutPolicy: settings.timeoutPolicy,
      transport: result.transport,
      stamps: result.stamps,
    },
    windowMs,
    ledger,
    statusCodes,
    connections: {
      opened: sumOver(result, ({ connectionsOpened }) => connectionsOpened),
      closedByServer: sumOver(result, ({ connectionsClosedByServer }) => connectionsClosedByServer),
      neverOpened,
    },
    bytesRead: result.counters.bytesRead,
    throughput: {
      completedPerSecond: perSecond(ledger.completed),
      steadyStatePerSecond: steadyState(durations, ledger, settings.connections - neverOpened) ?? null,
      bytesReadPerSecond: perSecond(result.counters.bytesRead),
    },
    requestsPerSecondPerThread: summariseRates(result.threads.flatMap((thread) => thread.rates)),
    responseTimeMs: {
      observed: summariseResponseTimes(durations.observed, durations.longestUnanswered),
      onTime: summariseResponseTimes(onTime, durations.longestUnanswered),
    },
    histograms: { observed: encodeHistogram(durations.observed) },
    series: mergeSeries(result.threads, windowMs),
    environment: context.environment,
    validity: { valid: reasons.length === 0, reasons },
  };
}

function makeLedger(result: LoadResult): Ledger {
  const { counters, threads } = result;
  return {
    started: counters.started,
    completed: counters.completed,
    completedLate: counters.completedLate,
    timedOut: counters.timedOut,
    failed: sumByKey(threads.map((thread) => thread.failures)),
    inFlightAtEnd: sumOver(result, ({ inFlightSince }) => inFlightSince.length),
  };
}

/** Above this share of requests given up or failed, cycles are no longer made of responses. */
const NEGLIGIBLE = 0.01;

/**
 * A connection whose first request is unanswered at the end has no part in what the others settle at. Where
 * requests time out or fail it cannot be told: how long those would have taken, and what rests follow, is not
 * known from the ones that were answered.
 */
function steadyState(durations: MergedDurations, ledger: Ledger, opened: number): number | undefined {
  if (ledger.timedOut + failedCount(ledger) > ledger.started * NEGLIGIBLE) return undefined;
  const { settled, openingInFlight, meanGap } = durations;
  return closedLoopSteadyState({ connections: opened - openingInFlight, ...settled, meanGap });
}

function stopReasons({ stopped }: LoadResult, windowMs: number, durationMs: number): string[] {
  return stopped ? [`stopped after ${windowMs.toFixed(0)} ms of ${durationMs} ms`] : [];
}

function ledgerReasons(ledger: Ledger, statusCodes: TrialRecord['statusCodes']): string[] {
  const reasons: string[] = [];
  const accounted = accountedCount(ledger);
  if (accounted !== ledger.started)
    reasons.push(`the ledger does not balance: ${ledger.started} started, ${accounted} accounted for`);
  if (ledger.completed === 0 && failedCount(ledger) > 0) reasons.push('every request failed');
  const statuses = Object.keys(statusCodes);
  if (statuses.length > 0 && statuses.every((status) => Number(status) >= 400))
    reasons.push(`every response was an error (status ${statuses.join(', ')})`);
  return reasons;
}

function sumOver({ threads }: LoadResult, of: (thread: LoadResult['threads'][number]) => number): number {
  return threads.reduce((sum, thread) => sum + of(thread), 0);
}

function sumByKey(maps: readonly ReadonlyMap<string | number, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const map of maps) for (const [key, count] of map) sums[key] = (sums[key] ?? 0) + count;
  return sums;
}
