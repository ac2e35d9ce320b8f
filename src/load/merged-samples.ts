import {
  DurationCounts,
  mergeSorted,
  type DurationCount,
  type TransferredCounts,
} from '../samples/duration-counts.ts';
import { unsentAges } from '../samples/unsent-ages.ts';
import type { RequestEnds } from '../statistics/censored-response-times.ts';
import { nanoseconds, nanosecondsToMicroseconds, type Microseconds, type Nanoseconds } from '../units.ts';
import { OpeningRequests, type OpeningRequest } from './opening-requests.ts';
import { COMPLETED, FAILED, IN_FLIGHT_AT_END } from './raw-samples/sample.ts';
import type { LoadResult } from './run-load.ts';
import type { ThreadSampleResult } from './thread-samples.ts';

/** The durations of a load, put together from its generator threads; each list ascends. */
export interface MergedDurations {
  /** Every request that ended in the window, or was in flight at its end. */
  all: RequestEnds;
  /** What was due within the window: requests, and in an open loop the arrivals that were never sent. */
  dueWithin: RequestEnds;
  /** Requests that were due at or after the trial's first completion. */
  settled: RequestEnds;
  /** Requests of the opening burst that were still in flight at the end. */
  openingInFlight: number;
  /** From a response to the next request on its connection, on average. */
  meanGap: Microseconds;
  /** The age of the longest request that had no response. */
  longestUnanswered: Microseconds | undefined;
  /** In an open loop: response times counted from the actual start. */
  uncorrected: DurationCount[];
  /** From the actual start to the first byte of the response. */
  firstByte: DurationCount[];
  /** The generator's own delay of each start. */
  scheduleLag: DurationCount[];
  connect: DurationCount[];
  /** In an open loop: what arrivals waited for a connection that found none free. */
  connectionWait: DurationCount[];
}

/** Puts the threads' durations together and parts the opening burst from the rest. */
export function mergeDurations(load: LoadResult, timeout: Microseconds): MergedDurations {
  const { threads, windowStart } = load;
  const samples = threads.map((thread) => thread.samples);
  const firstCompletionAt = Math.min(...samples.map((thread) => thread.firstCompletionAt ?? Infinity));
  const counted: RequestEnds = {
    completed: mergeCounts(samples.map((thread) => thread.completed)),
    unanswered: mergeCounts(samples.map((thread) => thread.timedOut)),
    failed: mergeCounts(samples.map((thread) => thread.failed)),
  };
  const single = [...openingRequests(samples), ...requestsInFlight(load)];
  const dueFrom = (from: number): RequestEnds =>
    withSingle(
      counted,
      single.filter(({ intendedAt }) => intendedAt >= from),
    );
  const all = dueFrom(-Infinity);
  const within = dueFrom(windowStart);
  return {
    all,
    dueWithin: { ...within, unanswered: mergeSorted(within.unanswered, unsentAgesOf(load, 0, timeout)) },
    settled: dueFrom(firstCompletionAt),
    openingInFlight: inFlightBefore(load, nanoseconds(firstCompletionAt)),
    meanGap: meanGap(samples),
    longestUnanswered: longestOf(all.unanswered, all.failed),
    uncorrected: mergeCounts(samples.map((thread) => thread.uncorrected)),
    firstByte: mergeCounts(samples.map((thread) => thread.firstByte)),
    scheduleLag: mergeCounts(samples.map((thread) => thread.scheduleLag)),
    connect: mergeCounts(threads.map((thread) => thread.connections.connectTimes)),
    connectionWait: mergeCounts(threads.flatMap(({ arrivals }) => arrivals?.waits ?? [])),
  };
}

/** The arrivals of all threads that were never sent, by their age; those that were due from there on in the window. */
export function unsentAgesOf(
  { threads, windowStart, windowEnd }: LoadResult,
  from: number,
  timeout: Microseconds,
): DurationCount[] {
  const windowLength = nanosecondsToMicroseconds(nanoseconds(windowEnd - windowStart));
  return unsentAges(
    threads.flatMap(({ arrivals }) => arrivals ?? []),
    windowLength,
    from,
    timeout,
  );
}

/** The requests in flight at the end, by the age they had reached. */
export function requestsInFlight({ threads, windowEnd }: LoadResult): OpeningRequest[] {
  return threads.flatMap(({ samples }) =>
    samples.inFlight.map(({ intendedAt }) => ({
      intendedAt,
      duration: ageAt(windowEnd, intendedAt),
      outcome: IN_FLIGHT_AT_END,
    })),
  );
}

/** How many of the requests in flight at the end were due before a moment. */
export function inFlightBefore({ threads }: LoadResult, moment: Nanoseconds): number {
  return threads.reduce(
    (sum, { samples }) => sum + samples.inFlight.filter(({ intendedAt }) => intendedAt < moment).length,
    0,
  );
}

function openingRequests(samples: readonly ThreadSampleResult[]): OpeningRequest[] {
  return samples.flatMap(({ opening }) => [...new OpeningRequests(opening)]);
}

/** Adds requests that were kept each for itself. */
function withSingle(counted: RequestEnds, single: readonly OpeningRequest[]): RequestEnds {
  const added = {
    completed: new DurationCounts(),
    unanswered: new DurationCounts(),
    failed: new DurationCounts(),
  };
  for (const { duration, outcome } of single) added[endOf(outcome)].add(duration);
  return {
    completed: mergeSorted(counted.completed, added.completed.sorted()),
    unanswered: mergeSorted(counted.unanswered, added.unanswered.sorted()),
    failed: mergeSorted(counted.failed, added.failed.sorted()),
  };
}

function endOf(outcome: OpeningRequest['outcome']): keyof RequestEnds {
  if (outcome === COMPLETED) return 'completed';
  return outcome === FAILED ? 'failed' : 'unanswered';
}

function longestOf(...lists: readonly (readonly DurationCount[])[]): Microseconds | undefined {
  const longest = Math.max(...lists.map((list) => list.at(-1)?.[0] ?? -Infinity));
  // A request that could not be sent has no age.
  return longest <= 0 ? undefined : (longest as Microseconds);
}

/** Adds up the counts of several threads, ascending; theirs are left as they are. */
function mergeCounts(parts: readonly TransferredCounts[]): DurationCount[] {
  const sum = new DurationCounts();
  for (const part of parts) sum.addAll(new DurationCounts(part));
  return sum.sorted();
}

function meanGap(threads: readonly ThreadSampleResult[]): Microseconds {
  const count = threads.reduce((sum, { gaps }) => sum + gaps.count, 0);
  const total = threads.reduce((sum, { gaps }) => sum + gaps.total, 0);
  return (count === 0 ? 0 : total / count / 1e3) as Microseconds;
}

function ageAt(end: Nanoseconds, startedAt: Nanoseconds): Microseconds {
  return nanosecondsToMicroseconds(nanoseconds(Math.max(0, end - startedAt)));
}
