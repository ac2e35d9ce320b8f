import { totalCount, type DurationCount } from '../samples/duration-counts.ts';

/**
 * The survival function of a duration: the share that takes longer. A step function that falls at each duration that
 * was seen to end; the arrays have one place for each, ascending, in µs.
 */
export interface SurvivalCurve {
  readonly durations: Float64Array;
  /** The share that takes longer than that duration: from there to the next one. */
  readonly survival: Float64Array;
  /** How many were known to last at least as long. */
  readonly atRisk: Float64Array;
  /** How many ended at that duration. */
  readonly ended: Float64Array;
  /** Greenwood's sum (1926): variance of the survival over its square; Infinity where nothing is left at risk. */
  readonly relativeVariance: Float64Array;
  /** The longest duration seen, whether it ended or was cut short; 0 when there was none. */
  readonly longest: number;
}

/**
 * The product-limit estimate of survival when some durations were cut short (Kaplan & Meier 1958, eq. 2a).
 * @param ended durations that ended, ascending
 * @param censored durations known only to be longer than this, each list ascending; one that equals an ended
 *   duration counts as longer, as is the convention
 */
export function kaplanMeier(
  ended: readonly DurationCount[],
  ...censored: readonly (readonly DurationCount[])[]
): SurvivalCurve {
  const { length } = ended;
  const curve = {
    durations: new Float64Array(length),
    survival: new Float64Array(length),
    atRisk: new Float64Array(length),
    ended: new Float64Array(length),
    relativeVariance: new Float64Array(length),
  };
  const leaving = censored.map((list) => ({ list, next: 0 }));
  let atRisk = [ended, ...censored].reduce((sum, list) => sum + totalCount(list), 0);
  let survival = 1;
  let relativeVariance = 0;
  for (let index = 0; index < length; index++) {
    const duration = ended[index]?.[0] ?? 0;
    const count = ended[index]?.[1] ?? 0;
    for (const one of leaving) atRisk -= takeShorter(one, duration);
    survival *= 1 - count / atRisk;
    relativeVariance += count / (atRisk * (atRisk - count));
    curve.durations[index] = duration;
    curve.survival[index] = survival;
    curve.atRisk[index] = atRisk;
    curve.ended[index] = count;
    curve.relativeVariance[index] = relativeVariance;
    atRisk -= count;
  }
  return { ...curve, longest: Math.max(0, ...[ended, ...censored].map((list) => list.at(-1)?.[0] ?? 0)) };
}

/** Passes over what is shorter than a duration. @returns how many that were */
function takeShorter(from: { list: readonly DurationCount[]; next: number }, duration: number): number {
  let sum = 0;
  for (; (from.list[from.next]?.[0] ?? Infinity) < duration; from.next++)
    sum += from.list[from.next]?.[1] ?? 0;
  return sum;
}
