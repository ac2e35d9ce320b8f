import { bucketOf, INTERVAL_BUCKETS, type BucketCounts } from './interval-histogram.ts';
import { nanoseconds, type Microseconds, type Nanoseconds } from '../units.ts';

/** Length of an interval of the series. */
export const SERIES_INTERVAL = nanoseconds(1e9);

/** What happened in each interval of the window, on one generator thread. */
export interface IntervalResult {
  started: number[];
  completed: number[];
  completedLate: number[];
  timedOut: number[];
  failed: number[];
  responseTimes: BucketCounts[];
}

type IntervalCount = Exclude<keyof IntervalResult, 'responseTimes'>;

/** Counts what happens in each interval of the window. */
export class IntervalSamples {
  readonly #windowStart: Nanoseconds;
  readonly #counts: Record<IntervalCount, number[]> = {
    started: [],
    completed: [],
    completedLate: [],
    timedOut: [],
    failed: [],
  };
  /** Buckets of the intervals that are over, and of the one that was counted in last. */
  readonly #closed: BucketCounts[] = [];
  #buckets = new Uint32Array(INTERVAL_BUCKETS);
  #interval = 0;

  constructor(windowStart: Nanoseconds) {
    this.#windowStart = windowStart;
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
    const interval = this.#intervalOf(at);
    while (this.#interval < interval) this.#closeInterval();
    const bucket = bucketOf(duration);
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
  }

  result(): IntervalResult {
    this.#closeInterval();
    return { ...this.#counts, responseTimes: this.#closed };
  }

  #intervalOf(at: Nanoseconds): number {
    return Math.floor((at - this.#windowStart) / SERIES_INTERVAL);
  }

  /** Keeps only the buckets that something fell into: a thread fills a few hundred of them. */
  #closeInterval(): void {
    const filled: [number, number][] = [];
    for (let bucket = 0; bucket < INTERVAL_BUCKETS; bucket++) {
      const count = this.#buckets[bucket] ?? 0;
      if (count > 0) filled.push([bucket, count]);
    }
    this.#closed.push(filled);
    this.#buckets.fill(0);
    this.#interval++;
  }
}
