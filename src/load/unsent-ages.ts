import { DurationCounts, type DurationCount } from '../samples/duration-counts.ts';
import { nanoseconds, nanosecondsToMicroseconds, type Microseconds } from '../units.ts';
import type { LoadResult } from './run-load.ts';

/**
 * The arrivals of an open loop that were never sent, by the age they had reached, ascending: unsent at the end of the
 * window, or given up at their time-out. A server in whose way they wait has not answered them either.
 * @param from only those that were due from there on, since the window's start
 * @param timeout the age at which an arrival gives up waiting
 */
export function unsentAges(
  { threads, windowStart, windowEnd }: LoadResult,
  from: number,
  timeout: Microseconds,
): DurationCount[] {
  const windowLength = nanosecondsToMicroseconds(nanoseconds(windowEnd - windowStart));
  const ages = new DurationCounts();
  for (const { arrivals } of threads) {
    if (arrivals === undefined) continue;
    for (const [due, count] of new DurationCounts(arrivals.gaveUpDue).sorted())
      if (due >= from) ages.add(timeout, count);
    for (const [due, count] of new DurationCounts(arrivals.unsentDue).sorted())
      if (due >= from) ages.add(Math.max(0, windowLength - due) as Microseconds, count);
  }
  return ages.sorted();
}
