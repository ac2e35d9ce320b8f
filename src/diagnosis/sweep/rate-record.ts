import { backlogTrend } from '../../queueing/concurrency/backlog-trend.ts';
import { DEFAULT_RATE_LIMITS, nextRate } from '../../queueing/concurrency/rate-search.ts';
import type { RateSweep } from '../../queueing/sweep-record.ts';
import type { Estimate } from '../../samples/interval.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { trialMetric } from '../../statistics/trial-metric.ts';
import { onAnyMachine } from './busy-machine.ts';

/** What a search for the highest rate found, from its trials. */
export function rateFigures(trials: readonly TrialRecord[]): Pick<RateSweep, 'highestPerSecond' | 'points'> {
  const points = onAnyMachine(trials).map((trial) => {
    const { state, growthPerSecond } = backlogTrend(trial);
    return {
      arrivalsPerSecond: trial.load.arrivals?.perSecond ?? 0,
      completedPerSecond: trial.throughput.completedPerSecond,
      p99ResponseTimeMs: trialMetric(trial, 'responseTimeP99Ms'),
      backlog: state,
      growthPerSecond,
    };
  });
  return { highestPerSecond: highestOf(trials), points };
}

/** What the search would answer if its time were over now. */
function highestOf(trials: readonly TrialRecord[]): Estimate {
  const step = nextRate(onAnyMachine(trials), { ...DEFAULT_RATE_LIMITS, timeBudgetMs: 0 });
  return step.state === 'measure' ? UNKNOWN : step.highestPerSecond;
}

const UNKNOWN: Estimate = { estimate: null, low: null, high: null };
