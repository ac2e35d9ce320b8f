import { conditionKey } from '../samples/condition-key.ts';
import { metricField, type Metric } from '../samples/effect.ts';
import { median } from '../samples/median.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { logOf } from './log-moments.ts';
import { criticalScore, modifiedZScores, RECOMMENDED_SCORE } from './modified-z-score.ts';
import { outlierCause, type OutlierCause } from './outlier-cause.ts';
import { trialMetric } from './trial-metric.ts';

/** A valid trial that is far from the others of its condition. It is kept: to be far from others is no fault. */
export interface Outlier {
  readonly condition: TrialRecord['condition'];
  readonly replicate: number;
  /** The trial's place in the run. */
  readonly position: number;
  readonly metric: Metric;
  /** The modified z-score, of the logarithm. */
  readonly score: number;
  /** What the trial measured over the median of its condition. */
  readonly ratioToMedian: number;
  readonly cause: OutlierCause;
}

/** With four trials the median deviation is the mean of two of them: it says nothing of the others. */
const TRIALS = 5;
/** Nobody would act on less; and where trials hardly scatter at all, a hundredth of a percent has a high score. */
const DEVIATION = 0.01;

/**
 * The outliers of a run, among the valid trials of each condition that has at least five: those beyond the recommended
 * score whose record shows a likely cause, and those so far off that chance puts none there in 99 of 100 conditions.
 */
export function outliersOf({ trials }: StoredRun): Outlier[] {
  const valid = trials.filter(({ validity }) => validity.valid);
  const byCondition = Map.groupBy(valid, ({ condition }) => conditionKey(condition));
  return [...byCondition.values()].flatMap((own) =>
    metricField.options.flatMap((metric) => outliersAmong(own, metric)),
  );
}

function outliersAmong(own: readonly TrialRecord[], metric: Metric): Outlier[] {
  const known = own.flatMap((trial) => {
    const value = trialMetric(trial, metric);
    return value === null ? [] : [{ trial, log: logOf(value) }];
  });
  if (known.length < TRIALS) return [];
  const logs = known.map(({ log }) => log);
  const centre = median(logs) ?? 0;
  const critical = criticalScore(logs);
  const scores = modifiedZScores(logs);
  return known.flatMap(({ trial, log }, place) => {
    const score = scores[place] as number;
    const ratioToMedian = Math.exp(log - centre);
    if (Math.abs(score) <= RECOMMENDED_SCORE || Math.abs(ratioToMedian - 1) <= DEVIATION) return [];
    const { condition, order } = trial;
    const others = own.filter((other) => other !== trial);
    const cause = outlierCause(trial, others);
    if (cause.kind === 'none' && Math.abs(score) <= critical) return [];
    return [
      {
        condition,
        replicate: order.replicate,
        position: order.position,
        metric,
        score,
        ratioToMedian,
        cause,
      },
    ];
  });
}
