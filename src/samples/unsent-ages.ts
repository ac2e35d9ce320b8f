import type { Microseconds } from '../units.ts';
import type { ArrivalCountValues } from './arrival-counts.ts';
import { DurationCounts, type DurationCount } from './duration-counts.ts';

/**
 * The arrivals of an open loop that were never sent, by the age they had reached, ascending: unsent at the end of the
 * window, or given up at their time-out. A server in whose way they wait has not answered them either.
 * @param arrivals of each generator thread
 * @param from only those that were due from there on, since the window's start
 * @param timeout the age at which an arrival gives up waiting
 */
export function unsentAges(
  arrivals: readonly Pick<ArrivalCountValues, 'gaveUpDue' | 'unsentDue'>[],
  windowLength: Microseconds,
  from: number,
  timeout: Microseconds,
): DurationCount[] {
  const ages = new DurationCounts();
  for (const { gaveUpDue, unsentDue } of arrivals) {
    for (const [due, count] of new DurationCounts(gaveUpDue).sorted())
      if (due >= from) ages.add(timeout, count);
    for (const [due, count] of new DurationCounts(unsentDue).sorted())
      if (due >= from) ages.add(Math.max(0, windowLength - due) as Microseconds, count);
  }
  return ages.sorted();
}
