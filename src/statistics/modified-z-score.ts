import { median } from '../samples/median.ts';

/** The median absolute deviation of a normal variable, in standard deviations. */
const MEDIAN_DEVIATION = 0.6745;
/** Its mean absolute deviation, √(2 ÷ π), the other way round. */
const MEAN_DEVIATION = 1.253314;
/** Deviations that are rounding: of logarithms, as a share. */
const ROUNDING = 1e-12;

/**
 * How far each value is from the median, in standard deviations as the median absolute deviation tells them, which an
 * outlier cannot widen (Iglewicz & Hoaglin 1993, How to Detect and Handle Outliers). Where more than half of the
 * values are the same that deviation is 0, and the mean absolute deviation takes its place.
 * @param values at least one
 */
export function modifiedZScores(values: readonly number[]): number[] {
  const centre = middleOf(values);
  const deviations = values.map((value) => Math.abs(value - centre));
  const medianDeviation = middleOf(deviations);
  const meanDeviation = deviations.reduce((sum, deviation) => sum + deviation, 0) / deviations.length;
  if (meanDeviation < ROUNDING) return values.map(() => 0);
  const unit =
    medianDeviation < ROUNDING ? MEAN_DEVIATION * meanDeviation : medianDeviation / MEDIAN_DEVIATION;
  return values.map((value) => (value - centre) / unit);
}

/**
 * The largest modified z-score that one set in a hundred of as many normal values exceeds, simulated (40,000 sets each).
 * The recommended 3.5 is for many: one set in five of five values is beyond it, one in eight of ten, since the median
 * deviation of a few may be tiny.
 */
const CRITICAL: readonly (readonly [atLeast: number, score: number])[] = [
  [60, 4.4],
  [40, 4.6],
  [30, 4.8],
  [20, 5.3],
  [15, 6],
  [12, 6.4],
  [10, 6.9],
  [8, 8.2],
  [6, 11],
];
const CRITICAL_OF_FEWER = 19.4;
/** Iglewicz and Hoaglin's recommendation. */
export const RECOMMENDED_SCORE = 3.5;

/** The score that chance alone seldom exceeds among these values; at least five. */
export function criticalScore(values: readonly number[]): number {
  const centre = middleOf(values);
  // Where the mean deviation takes its place, the unit is not tiny.
  if (middleOf(values.map((value) => Math.abs(value - centre))) < ROUNDING) return RECOMMENDED_SCORE;
  return CRITICAL.find(([atLeast]) => values.length >= atLeast)?.[1] ?? CRITICAL_OF_FEWER;
}

/** The median of at least one value. */
const middleOf = (values: readonly number[]): number => median(values) ?? 0;
