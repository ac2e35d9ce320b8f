import type { BucketCounts } from './interval-histogram.ts';
import { nanoseconds, type Microseconds, type Milliseconds, type Nanoseconds } from '../units.ts';
import { IntervalBuckets } from './interval-buckets.ts';

/** What happened in each interval of the window, on one generator thread. */
export interface IntervalResult {
  started: number[];
  completed: number[];
  completedLate: number[];
  timedOut: number[];
  failed: number[];
  responseTimes: BucketCounts[];
  /** Ages of the requests that failed. */
  failureAges: BucketCounts[];
}

export type IntervalCount = Exclude<keyof IntervalResult, 'responseTimes' | 'failureAges'>;

const SHORTEST_MS = 10;
const FEWEST_INTERVALS = 60;
/** Where nobody knows how long the window will be. */
const ORDINARY = nanoseconds(1e9);

/** The length of an interval of the series: 10 ms, or ten, a hundred … times that as long as there are 60 or more. */
export function seriesInterval(duration: Milliseconds): Nanoseconds {
  if (!Number.isFinite(duration)) return ORDINARY;
  let length = SHORTEST_MS;
  while (duration / (10 * length) >= FEWEST_INTERVALS) length *= 10;
  return nanoseconds(length * 1e6);
}

/** Counts what happens in each interval of the window. */
export class IntervalSamples {
  readonly #windowStart: Nanoseconds;
  readonly #length: Nanoseconds;
  readonly #counts: Record<IntervalCount, number[]> = {
    started: [],
    completed: [],
    completedLate: [],
    timedOut: [],
    failed: [],
  };
  readonly #responseTimes = new IntervalBuckets();
  readonly #failureAges = new IntervalBuckets();

  constructor(windowStart: Nanoseconds, length: Nanoseconds) {
    this.#windowStart = windowStart;
    this.#length = length;
  }

  /** Hot: once a request and kind of event. */
  count(kind: IntervalCount, at: Nanoseconds): void {
    const counts = this.#counts[kind];
    const interval = this.#intervalOf(at);
    while (counts.length <= interval) counts.push(0);
    counts[interval] = (counts[interval] ?? 0) + 1;
  }

  /** Hot: once a response. One that the kernel stamped before the interval's start is read after it: it counts there. */
  addResponseTime(at: Nanoseconds, duration: Microseconds): void {
    this.#responseTimes.add(this.#intervalOf(at), duration);
  }

  addFailureAge(at: Nanoseconds, age: Microseconds): void {
    this.#failureAges.add(this.#intervalOf(at), age);
  }

  result(): IntervalResult {
    return {
      ...this.#counts,
      responseTimes: this.#responseTimes.result(),
      failureAges: this.#failureAges.result(),
    };
  }

  #intervalOf(at: Nanoseconds): number {
    return Math.floor((at - this.#windowStart) / this.#length);
  }
}
