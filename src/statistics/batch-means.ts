import type { Interval } from '../samples/interval.ts';
import { studentTQuantile } from './distributions.ts';

/** Few enough that a batch is much longer than what its values depend on, enough for Student's t (Schmeiser 1982). */
const BATCHES = 20;
const FEWEST_BATCHES = 10;

/** A mean and its 95 % interval; undefined where the series is too short for one. */
export interface SeriesMean {
  mean: number;
  interval: Interval | undefined;
}

/**
 * The mean of a series whose values depend on those before them, by non-overlapping batch means (Schmeiser 1982): the
 * means of 10 to 20 equal stretches are nearly independent, and their scatter gives the interval. Values at the
 * beginning that make no whole batch are in the mean alone.
 * @returns undefined when the series is empty
 */
export function seriesMean(values: readonly number[]): SeriesMean | undefined {
  if (values.length === 0) return undefined;
  const mean = meanOf(values);
  const size = Math.ceil(values.length / BATCHES);
  const count = Math.floor(values.length / size);
  if (count < FEWEST_BATCHES) return { mean, interval: undefined };
  const skipped = values.length - count * size;
  const batches = Array.from({ length: count }, (_, batch) =>
    meanOf(values.slice(skipped + batch * size, skipped + (batch + 1) * size)),
  );
  const centre = meanOf(batches);
  const squares = batches.reduce((sum, batch) => sum + (batch - centre) ** 2, 0);
  const error = Math.sqrt(squares / (count - 1) / count);
  const half = studentTQuantile(0.975, count - 1) * error;
  return { mean, interval: { low: mean - half, high: mean + half } };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
