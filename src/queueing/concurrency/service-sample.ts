import { microsecondsToMilliseconds } from '../../units.ts';
import type { DurationCount } from '../../samples/duration-counts.ts';

/** Service times that were seen each for itself: nobody waited for a slot. Ascending, in ms. */
export interface ServiceSample {
  readonly times: Float64Array;
  readonly counts: Float64Array;
  readonly total: number;
  readonly meanMs: number;
  /** The sample standard deviation over the mean. */
  readonly variation: number;
  /** The third central moment over the cube of the standard deviation; 0 where all are the same. */
  readonly skewness: number;
  /** All but the few that something held up are alike: responses of a burst come in batches. */
  readonly isNearlyFixed: boolean;
}

/** From the first to the ninth decile service times that are alike differ by no more than this share of the median. */
const ALIKE = 0.15;

/**
 * Puts the response times of several trials together.
 * @returns undefined when there is none
 */
export function serviceSample(lists: readonly (readonly DurationCount[])[]): ServiceSample | undefined {
  const sorted = lists.flat().toSorted(([one], [other]) => one - other);
  if (sorted.length === 0) return undefined;
  const times = Float64Array.from(sorted, ([duration]) => microsecondsToMilliseconds(duration));
  const counts = Float64Array.from(sorted, ([, count]) => count);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const meanMs = weightedSum(times, counts, (time) => time) / total;
  const squares = weightedSum(times, counts, (time) => (time - meanMs) ** 2);
  const variation = total < 2 ? 0 : Math.sqrt(squares / (total - 1)) / meanMs;
  const cubes = weightedSum(times, counts, (time) => (time - meanMs) ** 3);
  const skewness = squares === 0 ? 0 : cubes / total / (squares / total) ** 1.5;
  return { times, counts, total, meanMs, variation, skewness, isNearlyFixed: areAlike(times, counts, total) };
}

function areAlike(times: Float64Array, counts: Float64Array, total: number): boolean {
  const quantile = (share: number): number => {
    let left = share * total;
    const place = counts.findIndex((count) => (left -= count) <= 0);
    return times[place] ?? times.at(-1) ?? 0;
  };
  return quantile(0.9) - quantile(0.1) < ALIKE * quantile(0.5);
}

function weightedSum(times: Float64Array, counts: Float64Array, of: (time: number) => number): number {
  let sum = 0;
  for (let place = 0; place < times.length; place++) sum += (counts[place] ?? 0) * of(times[place] ?? 0);
  return sum;
}
