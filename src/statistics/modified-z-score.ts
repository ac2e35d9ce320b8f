/** The median of at least one value. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)] as number;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] as number;
  return (lower + upper) / 2;
}

/** The median absolute deviation of a normal variable, in standard deviations. */
const MEDIAN_DEVIATION = 0.6745;
/** Its mean absolute deviation, √(2 ÷ π), the other way round. */
const MEAN_DEVIATION = 1.253314;
/** Deviations that are rounding: of logarithms, as a share. */
const ROUNDING = 1e-12;

/**
 * How far each value is from the median, in standard deviations as the median absolute deviation tells them, which an
 * outlier cannot widen (Iglewicz & Hoaglin 1993, How to Detect and Handle Outliers, eq. 11). Where more than half of the
 * values are the same that deviation is 0, and the mean absolute deviation takes its place.
 * @param values at least one
 */
export function modifiedZScores(values: readonly number[]): number[] {
  const median = medianOf(values);
  const deviations = values.map((value) => Math.abs(value - median));
  const medianDeviation = medianOf(deviations);
  const meanDeviation = deviations.reduce((sum, deviation) => sum + deviation, 0) / deviations.length;
  if (meanDeviation < ROUNDING) return values.map(() => 0);
  const unit =
    medianDeviation < ROUNDING ? MEAN_DEVIATION * meanDeviation : medianDeviation / MEDIAN_DEVIATION;
  return values.map((value) => (value - median) / unit);
}
