import type { Metric, Verdict } from '../samples/effect.ts';

/** A verdict is wrong at most this often where it should not have been given. */
export const SIGNIFICANCE = 0.05;

/** What a ratio is judged by. */
export interface Evidence {
  readonly metric: Metric;
  readonly ratio: number;
  /** That it is 1, corrected for the other comparisons; null where too few trials were made. */
  readonly pValue: number | null;
  /** That it is outside the margin. */
  readonly equivalencePValue: number | null;
}

/**
 * What a ratio amounts to. Equivalent goes before faster and slower: a difference may be certain and still lie within
 * the margin. Without at least two trials of what is compared it is inconclusive, whatever the ratio.
 */
export function verdictOf({ metric, ratio, pValue, equivalencePValue }: Evidence): Verdict {
  if (pValue === null || equivalencePValue === null) return 'inconclusive';
  if (equivalencePValue < SIGNIFICANCE) return 'equivalent';
  if (pValue >= SIGNIFICANCE) return 'inconclusive';
  return ratio > 1 === IS_BETTER_HIGHER[metric] ? 'faster' : 'slower';
}

/** Of a rate more is better, of a time less. */
const IS_BETTER_HIGHER: Readonly<Record<Metric, boolean>> = {
  steadyStatePerSecond: true,
  completedPerSecond: true,
  responseTimeMeanMs: false,
  responseTimeP50Ms: false,
  responseTimeP99Ms: false,
};
