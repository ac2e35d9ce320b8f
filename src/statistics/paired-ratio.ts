import type { LogContrast } from './log-contrast.ts';
import { logMoments } from './log-moments.ts';

/**
 * The ratio of what was measured in pairs, on the log scale: Student's t for paired differences (Student 1908, Biometrika
 * 6, 1-25). What disturbs both of a pair alike, as a machine that gets slower, is in neither estimate nor error.
 * @param pairs a value and the baseline's beside it, all positive; at least one pair
 * @throws {RangeError} when a value is not positive
 */
export function pairedRatio(pairs: readonly (readonly [value: number, baseline: number])[]): LogContrast {
  const { count, mean, variance } = logMoments(pairs.map(([value, baseline]) => value / baseline));
  const error =
    variance === null ? null : { standardError: Math.sqrt(variance / count), degreesOfFreedom: count - 1 };
  return { estimate: mean, error };
}
