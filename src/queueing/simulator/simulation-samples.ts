import { DurationCounts } from '../../samples/duration-counts.ts';
import { bucketOf, INTERVAL_BUCKETS, type BucketCounts } from '../../samples/interval-histogram.ts';
import { SERIES_INTERVAL, type IntervalResult } from '../../samples/interval-samples.ts';
import { RateSamples } from '../../samples/rate-samples.ts';
import { nanoseconds, type Microseconds, type Nanoseconds } from '../../units.ts';

/** A generator thread takes a sample of its rate so often. */
const RATE_INTERVAL = 100e6;

/**
 * Counts what becomes of the requests within the window, as a generator thread does, and in the order of time: so the
 * intervals are closed one after the other.
 */
export class SimulationSamples {
  started = 0;
  completed = 0;
  completedLate = 0;
  timedOut = 0;
  /** Of the requests that were started before the window, those whose end is known. */
  carried = 0;
  gaps = 0;
  gapTotal = 0;
  /** The end of the opening burst; Infinity while nothing was completed. */
  firstCompletionAt = Infinity;
  /** Response times of the requests that were started before the first completion, and of the others. */
  readonly opening = new DurationCounts();
  readonly settled = new DurationCounts();
  /** In an open loop, from the actual start. */
  readonly uncorrected = new DurationCounts();
  /** Of the timed out those that were not of the opening burst. */
  timedOutSettled = 0;
  readonly rates: readonly RateSamples[];
  readonly #threadCompleted: Float64Array;
  readonly #threads: number;
  readonly #windowStart: number;
  readonly #timeout: number;
  readonly #intervals: IntervalResult = {
    started: [],
    completed: [],
    completedLate: [],
    timedOut: [],
    failed: [],
    responseTimes: [],
  };
  readonly #buckets = new Uint32Array(INTERVAL_BUCKETS);
  /** What was counted before the current interval. */
  #before = { started: 0, completed: 0, completedLate: 0, timedOut: 0 };
  #intervalEnd: number;
  #nextMark: number;

  constructor(windowStart: Nanoseconds, timeout: Microseconds, threads: number) {
    this.#windowStart = windowStart;
    this.#timeout = timeout;
    this.#threads = threads;
    this.#threadCompleted = new Float64Array(threads);
    this.rates = Array.from({ length: threads }, () => new RateSamples(windowStart));
    this.#intervalEnd = windowStart + SERIES_INTERVAL;
    this.#nextMark = windowStart + RATE_INTERVAL;
  }

  /** When `pass` has to be called before anything later is recorded. */
  get nextMark(): Nanoseconds {
    return nanoseconds(this.#nextMark);
  }

  /** Takes the samples, and closes the intervals, that are due by then. */
  pass(at: Nanoseconds): void {
    while (this.#nextMark <= at) {
      const mark = nanoseconds(this.#nextMark);
      for (const [thread, rates] of this.rates.entries())
        rates.sample(mark, this.#threads === 1 ? this.completed : (this.#threadCompleted[thread] ?? 0));
      if (mark >= this.#intervalEnd) this.#closeInterval();
      this.#nextMark += RATE_INTERVAL;
    }
  }

  /** Hot. */
  recordStart(at: number): void {
    if (at >= this.#windowStart) this.started++;
  }

  /** Hot: between a response and the next request on its connection. */
  recordGap(from: number, to: number): void {
    if (to < this.#windowStart) return;
    this.gaps++;
    this.gapTotal += to - from;
  }

  /** Hot. */
  recordCompletion(connection: number, intendedAt: number, startedAt: number, at: number): void {
    if (at < this.#windowStart) {
      // Whatever starts from here on is behind the opening burst.
      this.firstCompletionAt = this.#windowStart;
      return;
    }
    const duration = toMicroseconds(at - intendedAt);
    if (this.firstCompletionAt === Infinity) this.firstCompletionAt = at;
    if (startedAt < this.#windowStart) this.carried++;
    this.completed++;
    if (duration >= this.#timeout) this.completedLate++;
    if (this.#threads > 1) {
      const thread = connection % this.#threads;
      this.#threadCompleted[thread] = (this.#threadCompleted[thread] ?? 0) + 1;
    }
    const bucket = bucketOf(duration);
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    if (startedAt >= this.firstCompletionAt) this.settled.add(duration);
    else this.opening.add(duration);
    if (intendedAt !== startedAt) this.uncorrected.add(toMicroseconds(at - startedAt));
  }

  recordTimeOut(startedAt: number, at: number): void {
    if (at < this.#windowStart) return;
    if (startedAt < this.#windowStart) this.carried++;
    this.timedOut++;
    if (startedAt >= this.firstCompletionAt) this.timedOutSettled++;
  }

  /** What happened in each interval up to the end of the window. */
  intervals(): IntervalResult {
    this.#closeInterval();
    return this.#intervals;
  }

  #closeInterval(): void {
    const { started, completed, completedLate, timedOut } = this;
    this.#intervals.started.push(started - this.#before.started);
    this.#intervals.completed.push(completed - this.#before.completed);
    this.#intervals.completedLate.push(completedLate - this.#before.completedLate);
    this.#intervals.timedOut.push(timedOut - this.#before.timedOut);
    this.#intervals.failed.push(0);
    this.#intervals.responseTimes.push(filled(this.#buckets));
    this.#before = { started, completed, completedLate, timedOut };
    this.#buckets.fill(0);
    this.#intervalEnd += SERIES_INTERVAL;
  }
}

function filled(buckets: Uint32Array): BucketCounts {
  const counts: [number, number][] = [];
  for (let bucket = 0; bucket < buckets.length; bucket++) {
    const count = buckets[bucket] ?? 0;
    if (count > 0) counts.push([bucket, count]);
  }
  return counts;
}

/** Hot: of a time in nanoseconds; Math.round takes three times as long. */
export const toMicroseconds = (time: number): Microseconds => Math.floor(time / 1e3 + 0.5) as Microseconds;
