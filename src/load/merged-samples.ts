import { DurationCounts, type DurationCount } from '../samples/duration-counts.ts';
import { nanoseconds, nanosecondsToMicroseconds, type Microseconds, type Nanoseconds } from '../units.ts';
import type { LoadResult } from './generate.ts';

/** The durations of a load, put together from its generator threads; each list ascends. */
export interface MergedDurations {
  /** Every completed request. */
  observed: DurationCount[];
  /** Those started at or after the trial's first completion. */
  settled: { completed: DurationCount[]; censored: DurationCount[] };
  /** Requests of the opening burst that were still in flight at the end. */
  openingInFlight: number;
  /** From a response to the next request on its connection, on average. */
  meanGap: Microseconds;
  /** The age of the longest request that had no response. */
  longestUnanswered: Microseconds | undefined;
}

/** Puts the threads' durations together and parts the opening burst from the rest. */
export function mergeDurations({ threads, windowEnd }: LoadResult): MergedDurations {
  const firstCompletionAt = Math.min(...threads.map((thread) => thread.firstCompletionAt ?? Infinity));
  const observed = new DurationCounts();
  const completed = new DurationCounts();
  const censored = new DurationCounts();
  const unanswered = new DurationCounts();
  let openingInFlight = 0;
  for (const thread of threads) {
    const threadCompleted = new DurationCounts(thread.completed);
    const threadCensored = new DurationCounts(thread.censored);
    for (const counts of [observed, completed]) counts.addAll(threadCompleted);
    for (const counts of [unanswered, censored]) counts.addAll(threadCensored);
    for (const request of thread.opening) {
      const settled = request.startedAt >= firstCompletionAt;
      (request.completed ? observed : unanswered).add(request.duration);
      if (settled) (request.completed ? completed : censored).add(request.duration);
    }
    for (const startedAt of thread.inFlightSince) {
      const age = ageAt(windowEnd, startedAt);
      unanswered.add(age);
      if (startedAt >= firstCompletionAt) censored.add(age);
      else openingInFlight++;
    }
  }
  return {
    observed: observed.sorted(),
    settled: { completed: completed.sorted(), censored: censored.sorted() },
    openingInFlight,
    meanGap: meanGap(threads),
    longestUnanswered: unanswered.sorted().at(-1)?.[0],
  };
}

function meanGap(threads: LoadResult['threads']): Microseconds {
  const count = threads.reduce((sum, { gaps }) => sum + gaps.count, 0);
  const total = threads.reduce((sum, { gaps }) => sum + gaps.total, 0);
  return (count === 0 ? 0 : total / count / 1e3) as Microseconds;
}

function ageAt(end: Nanoseconds, startedAt: Nanoseconds): Microseconds {
  return nanosecondsToMicroseconds(nanoseconds(Math.max(0, end - startedAt)));
}
