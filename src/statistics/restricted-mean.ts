import type { Microseconds } from '../units.ts';
import type { SurvivalCurve } from './kaplan-meier.ts';

/** A mean duration, and how well it is known. */
export interface MeanDuration {
  mean: Microseconds;
  /** In µs²: of the mean, not of the durations. */
  variance: number;
  /** Where the longest duration was cut short, the mean of min(duration, this); undefined where it is whole. */
  restrictedTo: Microseconds | undefined;
}

/**
 * The mean of the durations up to the longest one seen: the area under their survival curve, with its variance (Klein
 * & Moeschberger 2003, eq. 4.5.1 and 4.5.2). Where the longest was cut short it is a lower bound of the mean.
 * @returns undefined when nothing ended
 */
export function restrictedMean(curve: SurvivalCurve): MeanDuration | undefined {
  const { durations, survival, atRisk, ended, longest } = curve;
  const last = durations.length - 1;
  if (last < 0) return undefined;
  // From the end, so that the area beyond each duration is at hand for the variance.
  let beyond = 0;
  let next = longest;
  let variance = 0;
  for (let index = last; index >= 0; index--) {
    const duration = durations[index] ?? 0;
    beyond += (survival[index] ?? 0) * (next - duration);
    const [count, risk] = [ended[index] ?? 0, atRisk[index] ?? 0];
    // Beyond a duration at which all that were left ended there is no area: its term is 0.
    if (risk > count) variance += (beyond ** 2 * count) / (risk * (risk - count));
    next = duration;
  }
  const isWhole = (survival[last] ?? 0) <= 0;
  return {
    mean: (beyond + next) as Microseconds,
    variance,
    restrictedTo: isWhole ? undefined : (longest as Microseconds),
  };
}
