import type { LogContrast } from './log-contrast.ts';
import { logMoments, type LogMoments } from './log-moments.ts';

/**
 * The ratio of the geometric means of two independent groups of trials, on the log scale. Each group keeps its own
 * variance, and the degrees of freedom follow from both (Welch 1947, Biometrika 34, 28-35; Satterthwaite 1946).
 * @param group positive, at least one
 * @param baseline the same; what the group is divided by
 * @throws {RangeError} when a group is empty or a value is not positive
 */
export function welchRatio(group: readonly number[], baseline: readonly number[]): LogContrast {
  if (group.length === 0 || baseline.length === 0) throw new RangeError('a group without a trial');
  const [one, other] = [logMoments(group), logMoments(baseline)];
  return { estimate: one.mean - other.mean, error: welchError(one, other) };
}

function welchError(one: LogMoments, other: LogMoments): LogContrast['error'] {
  if (one.variance === null || other.variance === null) return null;
  const [a, b] = [one.variance / one.count, other.variance / other.count];
  const spread = a ** 2 / (one.count - 1) + b ** 2 / (other.count - 1);
  return {
    standardError: Math.sqrt(a + b),
    // Where neither group scatters it makes no difference how many there are.
    degreesOfFreedom: spread === 0 ? one.count + other.count - 2 : (a + b) ** 2 / spread,
  };
}
