import type { Metric } from '../samples/effect.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/**
 * One figure of a trial, as trials are compared by it. Response times are over all requests, those without a response
 * too.
 * @returns null where the trial does not say it, or says 0: a ratio to it is no number
 */
export function trialMetric(trial: TrialRecord, metric: Metric): number | null {
  const value = metricValue(trial, metric);
  return value !== null && value > 0 ? value : null;
}

/**
 * The figure of each trial of a condition.
 * @returns null where one of them does not say it: those that do may be the better ones
 */
export function metricOfEach(trials: readonly TrialRecord[], metric: Metric): number[] | null {
  const values = trials.map((trial) => trialMetric(trial, metric)).filter((value) => value !== null);
  return values.length === trials.length ? values : null;
}

function metricValue(trial: TrialRecord, metric: Metric): number | null {
  switch (metric) {
    case 'steadyStatePerSecond':
      return trial.throughput.steadyStatePerSecond;
    case 'completedPerSecond':
      return trial.throughput.completedPerSecond;
    case 'responseTimeMeanMs':
      return responseTime(trial, 'mean');
    case 'responseTimeP50Ms':
      return responseTime(trial, 'p50');
    case 'responseTimeP99Ms':
      return responseTime(trial, 'p99');
  }
}

function responseTime(trial: TrialRecord, figure: 'mean' | 'p50' | 'p99'): number | null {
  const { censored, observed } = trial.responseTimeMs;
  if (censored !== null) return censored[figure].estimate;
  // Another generator knows only the responses that it saw.
  return isAllSeen(trial) ? observed[figure] : null;
}

/** Requests in flight at the end up to this share of the completed change no figure that trials are compared by. */
const UNSEEN_AT_MOST = 0.01;

function isAllSeen({ ledger, load, responseTimeMs }: TrialRecord): boolean {
  const { completed, timedOut, failed, inFlightAtEnd } = ledger;
  if (timedOut > 0 || Object.values(failed).some((count) => count > 0)) return false;
  // Where nobody says, each connection has one.
  const inFlight = inFlightAtEnd ?? load.connections;
  return responseTimeMs.observed.count === completed && inFlight <= completed * UNSEEN_AT_MOST;
}
