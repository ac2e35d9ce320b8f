import type { Condition } from '../plan/plan.ts';
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
import { mergeDurations } from './merged-samples.ts';
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
  const { completed, censored } = durations.settled;
  const reasons = [...context.reasons, ...ownReasons(result, ledger, windowMs, settings.duration)];
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
    statusCodes: sumByKey(result.threads.map((thread) => thread.statusCodes)),
    connections: {
      opened: result.threads.reduce((sum, thread) => sum + thread.connectionsOpened, 0),
      closedByServer: result.threads.reduce((sum, thread) => sum + thread.connectionsClosedByServer, 0),
    },
    bytesRead: result.counters.bytesRead,
    throughput: {
      completedPerSecond: perSecond(ledger.completed),
      steadyStatePerSecond: closedLoopSteadyState(settings.connections, completed, censored) ?? null,
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

function makeLedger({ counters, threads }: LoadResult): Ledger {
  return {
    started: counters.started,
    completed: counters.completed,
    completedLate: counters.completedLate,
    timedOut: counters.timedOut,
    failed: sumByKey(threads.map((thread) => thread.failures)),
    inFlightAtEnd: threads.reduce((sum, thread) => sum + thread.inFlightSince.length, 0),
  };
}

function ownReasons({ stopped }: LoadResult, ledger: Ledger, windowMs: number, durationMs: number): string[] {
  const reasons: string[] = [];
  if (stopped) reasons.push(`stopped after ${windowMs.toFixed(0)} ms of ${durationMs} ms`);
  const failed = Object.values(ledger.failed).reduce((sum, count) => sum + count, 0);
  const ended = ledger.completed + ledger.timedOut + failed + ledger.inFlightAtEnd;
  if (ended !== ledger.started)
    reasons.push(`the ledger does not balance: ${ledger.started} started, ${ended} accounted for`);
  if (ledger.completed === 0 && failed > 0) reasons.push('every request failed');
  return reasons;
}

function sumByKey(maps: readonly ReadonlyMap<string | number, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const map of maps) for (const [key, count] of map) sums[key] = (sums[key] ?? 0) + count;
  return sums;
}
