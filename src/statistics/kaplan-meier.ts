import type { DurationCount } from '../samples/duration-counts.ts';
import type { Microseconds } from '../units.ts';

/**
 * The mean duration when some were cut short (right-censored): the area under the product-limit estimator of
 * survival (Kaplan & Meier 1958, eq. 2a), up to the longest duration seen; where that one is censored, the
 * mean is a lower bound (the restricted mean).
 * @param completed durations that ended, ascending
 * @param censored durations known only to be longer than this, ascending; one that equals a completed
 *   duration counts as longer, as is the convention
 * @returns undefined when nothing was completed
 */
export function kaplanMeierMean(
  completed: readonly DurationCount[],
  censored: readonly DurationCount[],
): Microseconds | undefined {
  let atRisk = total(completed) + total(censored);
  if (completed.length === 0) return undefined;
  let survival = 1;
  let area = 0;
  let previous = 0;
  let nextCensored = 0;
  for (const [duration, ended] of completed) {
    for (; nextCensored < censored.length; nextCensored++) {
      const [age, count] = censored[nextCensored] ?? [Infinity, 0];
      if (age >= duration) break;
      atRisk -= count;
    }
    area += survival * (duration - previous);
    survival *= 1 - ended / atRisk;
    atRisk -= ended;
    previous = duration;
  }
  const longestCensored = censored.at(-1)?.[0] ?? 0;
  area += survival * Math.max(0, longestCensored - previous);
  return area as Microseconds;
}

function total(counts: readonly DurationCount[]): number {
  return counts.reduce((sum, [, count]) => sum + count, 0);
}
