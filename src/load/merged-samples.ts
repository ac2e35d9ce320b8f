import { DurationCounts, type DurationCount, type TransferredCounts } from '../samples/duration-counts.ts';
import { nanoseconds, nanosecondsToMicroseconds, type Microseconds, type Nanoseconds } from '../units.ts';
import type { LoadResult } from './run-load.ts';
import { OpeningRequests } from './opening-requests.ts';
import type { ThreadSampleResult } from './thread-samples.ts';

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
export function mergeDurations({ threads, windowEnd }: LoadResult): MergedDurations {
  const samples = threads.map((thread) => thread.samples);
  const firstCompletionAt = Math.min(...samples.map((thread) => thread.firstCompletionAt ?? Infinity));
  const completed = mergeCounts(samples.map((thread) => thread.completed));
  const censored = mergeCounts(samples.map((thread) => thread.censored));
  const observed = mergeCounts(samples.map((thread) => thread.completed));
  const unanswered = mergeCounts(samples.map((thread) => thread.censored));
  let openingInFlight = 0;
  for (const request of samples.flatMap((thread) => [...new OpeningRequests(thread.opening)])) {
    const settled = request.startedAt >= firstCompletionAt;
    (request.completed ? observed : unanswered).add(request.duration);
    if (settled) (request.completed ? completed : censored).add(request.duration);
  }
  for (const { intendedAt, startedAt } of samples.flatMap((thread) => thread.inFlight)) {
    const age = ageAt(windowEnd, intendedAt);
    unanswered.add(age);
    if (startedAt >= firstCompletionAt) censored.add(age);
    else openingInFlight++;
  }
  return {
    observed: observed.sorted(),
    settled: { completed: completed.sorted(), censored: censored.sorted() },
    openingInFlight,
    meanGap: meanGap(samples),
    longestUnanswered: unanswered.sorted().at(-1)?.[0],
    uncorrected: mergeCounts(samples.map((thread) => thread.uncorrected)).sorted(),
    firstByte: mergeCounts(samples.map((thread) => thread.firstByte)).sorted(),
    scheduleLag: mergeCounts(samples.map((thread) => thread.scheduleLag)).sorted(),
    connect: mergeCounts(threads.map((thread) => thread.connections.connectTimes)).sorted(),
    connectionWait: mergeCounts(
      threads.flatMap(({ arrivals }) => (arrivals === undefined ? [] : [arrivals.waits])),
    ).sorted(),
  };
}

/** Adds up the counts of several threads; theirs are left as they are. */
function mergeCounts(parts: readonly TransferredCounts[]): DurationCounts {
  const sum = new DurationCounts();
  for (const part of parts) sum.addAll(new DurationCounts(part));
  return sum;
}

function meanGap(threads: readonly ThreadSampleResult[]): Microseconds {
  const count = threads.reduce((sum, { gaps }) => sum + gaps.count, 0);
  const total = threads.reduce((sum, { gaps }) => sum + gaps.total, 0);
  return (count === 0 ? 0 : total / count / 1e3) as Microseconds;
}

function ageAt(end: Nanoseconds, startedAt: Nanoseconds): Microseconds {
  return nanosecondsToMicroseconds(nanoseconds(Math.max(0, end - startedAt)));
}
