import type { Condition } from '../../plan/plan.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { geometricMean } from '../../statistics/geometric-mean.ts';
import { trialMetric } from '../../statistics/trial-metric.ts';

/** What of one trial counts for how exactly its condition is known. */
export interface TrialFigures {
  readonly isValid: boolean;
  readonly steadyStatePerSecond: number | null;
  readonly responseTimeMeanMs: number | null;
}

/** How exactly a condition is known. */
export type ConditionPrecision = { readonly condition: Condition } & (
  | {
      readonly state: 'known';
      /** Half of what lies between the ends of the 95 % interval, over the estimate: 0.02 is 2 %. */
      readonly halfWidth: number;
    }
  /** Some trials count, and too few for an interval. */
  | { readonly state: 'few' }
  /** None does. */
  | { readonly state: 'none'; readonly because: string }
);

/** Two trials may agree by chance; their interval says little, however narrow. */
export const TRIALS_AT_LEAST = 3;

export function figuresOf(trial: TrialRecord): TrialFigures {
  return {
    isValid: trial.validity.valid,
    steadyStatePerSecond: trialMetric(trial, 'steadyStatePerSecond'),
    responseTimeMeanMs: trialMetric(trial, 'responseTimeMeanMs'),
  };
}

/**
 * How exactly the steady state of a condition is known by its valid trials, or where more of them have one, its mean
 * response time: by Student's t on the logarithms of their estimates.
 */
export function conditionPrecision(
  condition: Condition,
  trials: readonly TrialFigures[],
): ConditionPrecision {
  const valid = trials.filter(({ isValid }) => isValid);
  const steady = valid.flatMap(({ steadyStatePerSecond }) => steadyStatePerSecond ?? []);
  const mean = valid.flatMap(({ responseTimeMeanMs }) => responseTimeMeanMs ?? []);
  const values = steady.length >= mean.length ? steady : mean;
  if (values.length === 0) return { condition, state: 'none', because: whyNone(trials.length, valid.length) };
  if (values.length < TRIALS_AT_LEAST) return { condition, state: 'few' };
  const { estimate, low, high } = geometricMean(values);
  if (estimate === null || low === null || high === null) return { condition, state: 'few' };
  return { condition, state: 'known', halfWidth: (high - low) / 2 / estimate };
}

function whyNone(measured: number, valid: number): string {
  if (measured === 0) return 'no trial of it could be measured';
  if (valid === 0) return 'none of its trials is valid';
  return 'none of its trials has a steady state or a mean response time';
}
