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
  const incidence = { completed: 0, failed: 0 };
  const next = { completed: 0, failed: 0, censored: 0 };
  for (;;) {
    const [completedAt, completedCount] = completed[next.completed] ?? NEVER;
    const [failedAt, failedCount] = failed[next.failed] ?? NEVER;
    const at = Math.min(completedAt, failedAt);
    if (at === Infinity) break;
    for (; (censored[next.censored]?.[0] ?? Infinity) < at; next.censored++)
      atRisk -= censored[next.censored]?.[1] ?? 0;
    const ended = { completed: 0, failed: 0 };
    if (completedAt === at) {
      ended.completed = completedCount;
      next.completed++;
    }
    if (failedAt === at) {
      ended.failed = failedCount;
      next.failed++;
    }
    incidence.completed += (survival * ended.completed) / atRisk;
    incidence.failed += (survival * ended.failed) / atRisk;
    const count = ended.completed + ended.failed;
    survival *= 1 - count / atRisk;
    atRisk -= count;
  }
  // A sum of many shares may come to a little more than 1.
  return { completed: Math.min(1, incidence.completed), failed: Math.min(1, incidence.failed) };
}

const NEVER: readonly [number, number] = [Infinity, 0];
