import type { Metric } from '../samples/effect.ts';
import type { Estimate, Interval } from '../samples/interval.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { bootstrapGeometricMean } from '../statistics/bootstrap.ts';
import { effectsOf, type Effects } from '../statistics/effects.ts';
import { geometricMean } from '../statistics/geometric-mean.ts';
import { outliersOf, type Outlier } from '../statistics/outliers.ts';
import { metricOfEach } from '../statistics/trial-metric.ts';
import { trialsByCondition } from '../samples/condition-trials.ts';

/** What trials are judged by in a report, which has no room for the others. */
export const SHOWN_METRICS = ['steadyStatePerSecond', 'responseTimeMeanMs'] as const;

export type ShownMetric = (typeof SHOWN_METRICS)[number];

export const isShown = (metric: Metric): metric is ShownMetric =>
  SHOWN_METRICS.some((shown) => shown === metric);

/** What follows for one condition from its valid trials. */
export interface ConditionEstimate {
  readonly trials: number;
  /** Geometric means with their intervals. */
  readonly means: Readonly<Record<ShownMetric, Estimate>>;
  /** Null where there are too few trials for one. */
  readonly bootstrap: Readonly<Record<ShownMetric, Interval | null>>;
}

/** What follows from the trials of a run, one with another. */
export interface Inference extends Effects {
  readonly margin: number;
  /** In the order of the run's table. */
  readonly conditions: readonly ConditionEstimate[];
  readonly outliers: readonly Outlier[];
}

export function inferenceOf(stored: StoredRun): Inference {
  return {
    margin: stored.run.margin,
    ...effectsOf(stored),
    conditions: trialsByCondition(stored).map(({ valid }) => conditionEstimate(valid, stored.run.seed)),
    outliers: outliersOf(stored),
  };
}

/** Whether there is an interval to be had of any effect that a report shows. */
export function hasEffectIntervals({ effects }: Effects): boolean {
  return effects.some(({ metric, ratio }) => isShown(metric) && ratio.low !== null);
}

function conditionEstimate(valid: readonly TrialRecord[], seed: number): ConditionEstimate {
  const ofEach = <Result>(figure: (values: readonly number[]) => Result): Record<ShownMetric, Result> => ({
    steadyStatePerSecond: figure(metricOfEach(valid, 'steadyStatePerSecond') ?? []),
    responseTimeMeanMs: figure(metricOfEach(valid, 'responseTimeMeanMs') ?? []),
  });
  return {
    trials: valid.length,
    means: ofEach(geometricMean),
    bootstrap: ofEach((values) => bootstrapGeometricMean(values, seed)),
  };
}
