import { totalCount, type DurationCount } from '../samples/duration-counts.ts';

/** Of all durations, the share that ends in each way by the longest one seen; the rest goes on. */
export interface CumulativeIncidence {
  completed: number;
  failed: number;
}

/**
 * How often durations end in each of two ways that rule each other out, when some were cut short (Aalen & Johansen
 * 1978; Klein & Moeschberger 2003, eq. 4.7.1). One minus a Kaplan-Meier curve of one of the ways would be too much: it
 * stands for a world without the other.
 * @param completed,failed durations that ended so, ascending
 * @param censored durations known only to be longer than this, ascending; one that equals an ended duration counts as
 *   longer
 */
export function cumulativeIncidence(
  completed: readonly DurationCount[],
  failed: readonly DurationCount[],
  censored: readonly DurationCount[],
): CumulativeIncidence {
  let atRisk = totalCount(completed) + totalCount(failed) + totalCount(censored);
  let survival = 1;
  const incidence: CumulativeIncidence = { completed: 0, failed: 0 };
  let [nextCompleted, nextFailed, nextCensored] = [0, 0, 0];
  for (;;) {
    const completedAt = completed[nextCompleted]?.[0] ?? Infinity;
    const failedAt = failed[nextFailed]?.[0] ?? Infinity;
    const at = Math.min(completedAt, failedAt);
    if (at === Infinity) break;
    for (; (censored[nextCensored]?.[0] ?? Infinity) < at; nextCensored++)
      atRisk -= censored[nextCensored]?.[1] ?? 0;
    const completedCount = completedAt === at ? (completed[nextCompleted++]?.[1] ?? 0) : 0;
    const failedCount = failedAt === at ? (failed[nextFailed++]?.[1] ?? 0) : 0;
    incidence.completed += (survival * completedCount) / atRisk;
    incidence.failed += (survival * failedCount) / atRisk;
    survival *= 1 - (completedCount + failedCount) / atRisk;
    atRisk -= completedCount + failedCount;
  }
  // A sum of many shares may come to a little more than 1.
  return { completed: Math.min(1, incidence.completed), failed: Math.min(1, incidence.failed) };
}
