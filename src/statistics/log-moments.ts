/** Mean and variance of the natural logarithms of some values. */
export interface LogMoments {
  readonly count: number;
  readonly mean: number;
  /** The sample variance; null for a single value. */
  readonly variance: number | null;
}

/**
 * @param values positive, at least one
 * @throws {RangeError} when a value is not positive
 */
export function logMoments(values: readonly number[]): LogMoments {
  const logs = values.map(logOf);
  const count = logs.length;
  const mean = logs.reduce((sum, log) => sum + log, 0) / count;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  return { count, mean, variance: count < 2 ? null : squares / (count - 1) };
}

/** @throws {RangeError} when the value is not positive */
export function logOf(value: number): number {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`a positive number was wanted, not ${value}`);
  return Math.log(value);
}
