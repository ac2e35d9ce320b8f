import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Interval } from '../samples/interval.ts';
import { normalCdf, normalQuantile } from './distributions.ts';
import { CONFIDENCE } from './log-contrast.ts';
import { logOf } from './log-moments.ts';

/**
 * Trials from which on a bootstrap is made. It takes the trials for all there could be, so its interval is too narrow by
 * a factor of about z √((n − 1)/n) ÷ t (Hesterberg 2015, Am. Stat. 69, 371-386): 0.63 for 5 trials, 0.82 for 10, and
 * 0.91 from 20 on.
 */
export const BOOTSTRAP_TRIALS = 20;

const RESAMPLES = 10_000;

/**
 * The 95 % bootstrap interval of the geometric mean: it takes no distribution for granted, where Student's t takes the
 * logarithms to be normal.
 * @param values positive
 * @param seed the same seed gives the same interval
 * @returns null where there are too few trials for one
 * @throws {RangeError} when a value is not positive
 */
export function bootstrapGeometricMean(values: readonly number[], seed: number): Interval | null {
  if (values.length < BOOTSTRAP_TRIALS) return null;
  return bcaInterval(values.map(logOf), (logs) => Math.exp(meanOf(logs)), { seed });
}

const meanOf = (values: readonly number[]): number => {
  let sum = 0;
  // Ten thousand resamples call it.
  for (const value of values) sum += value;
  return sum / values.length;
};

/** One figure of a sample that has at least one value. */
export type Statistic = (sample: readonly number[]) => number;

/**
 * The bias-corrected and accelerated bootstrap interval (Efron 1987, J. Am. Stat. Assoc. 82, 171-185), from 10,000
 * resamples; the acceleration is the jackknife's (Efron & Tibshirani 1993, eq. 14.15).
 * @param values at least two
 */
export function bcaInterval(
  values: readonly number[],
  statistic: Statistic,
  { seed, confidence = CONFIDENCE }: { seed: number; confidence?: number },
): Interval {
  const estimate = statistic(values);
  const resampled = resampledFigures(values, statistic, seed);
  const bias = biasCorrection(resampled, estimate);
  const acceleration = jackknifeAcceleration(values, statistic);
  const end = (p: number): number => {
    const z = bias + normalQuantile(p);
    return quantileOf(resampled, normalCdf(bias + z / (1 - acceleration * z)));
  };
  return { low: end((1 - confidence) / 2), high: end((1 + confidence) / 2) };
}

/** The figure of each resample, ascending. */
function resampledFigures(values: readonly number[], statistic: Statistic, seed: number): Float64Array {
  const generator = xoroshiro128plus(seed);
  const figures = new Float64Array(RESAMPLES);
  const sample = [...values];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    for (let place = 0; place < sample.length; place++)
      sample[place] = values[uniformInt(generator, 0, values.length - 1)] as number;
    figures[resample] = statistic(sample);
  }
  return figures.toSorted();
}

/** How far the resamples lie to one side of the estimate, in standard normal deviates (Efron & Tibshirani, eq. 14.14). */
function biasCorrection(resampled: Float64Array, estimate: number): number {
  const below = resampled.filter((figure) => figure < estimate).length;
  const equal = resampled.filter((figure) => figure === estimate).length;
  // Those that hit the estimate lie to both sides of it; and no sample is so lopsided as to have all on one.
  const share = Math.min(RESAMPLES - 0.5, Math.max(0.5, below + equal / 2)) / RESAMPLES;
  return normalQuantile(share);
}

function jackknifeAcceleration(values: readonly number[], statistic: Statistic): number {
  const without = values.map((_, place) => statistic(values.toSpliced(place, 1)));
  const mean = without.reduce((sum, figure) => sum + figure, 0) / without.length;
  const sumOf = (power: number): number => without.reduce((sum, figure) => sum + (mean - figure) ** power, 0);
  const squares = sumOf(2);
  return squares === 0 ? 0 : sumOf(3) / (6 * squares ** 1.5);
}

/** The smallest figure that at least that share does not exceed. */
function quantileOf(sorted: Float64Array, share: number): number {
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(share * sorted.length)));
  return sorted[rank - 1] as number;
}
