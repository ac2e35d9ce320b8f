import type { Estimate } from '../samples/interval.ts';
import { ratioOf } from './log-contrast.ts';
import { logMoments } from './log-moments.ts';

/**
 * The geometric mean of what trials of one condition measured, with its 95 % interval by Student's t (Student 1908,
 * Biometrika 6, 1-25) on the logarithms: what disturbs a trial multiplies its figure rather than adding to it
 * (Gaddum 1945, Nature 156, 463-466), and a ratio of two conditions is then a difference.
 * @param values positive
 * @returns no interval for one trial, and nothing at all for none
 * @throws {RangeError} when a value is not positive
 */
export function geometricMean(values: readonly number[]): Estimate {
  if (values.length === 0) return { estimate: null, low: null, high: null };
  const { count, mean, variance } = logMoments(values);
  return ratioOf({
    estimate: mean,
    error:
      variance === null ? null : { standardError: Math.sqrt(variance / count), degreesOfFreedom: count - 1 },
  });
}
