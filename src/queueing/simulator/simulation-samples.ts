import { DurationCounts } from '../../samples/duration-counts.ts';
import {
  bucketOf,
  filledBuckets,
  INTERVAL_BUCKETS,
  type BucketCounts,
} from '../../samples/interval-histogram.ts';
import type { IntervalResult } from '../../samples/interval-samples.ts';
import { RateSamples } from '../../samples/rate-samples.ts';
import { nanoseconds, type Microseconds, type Nanoseconds } from '../../units.ts';
import type { Clock } from './clock.ts';

/** A generator thread takes a sample of its rate so often. */
const RATE_INTERVAL = 100e6;

/** Requests by how they ended; which ones, says whoever has them. */
export class EndedRequests {
  /** Response times. */
  readonly completed = new DurationCounts();
  timedOut = 0;
}

export interface SimulationSamplesOptions {
  readonly windowStart: Nanoseconds;
  readonly timeout: Microseconds;
  readonly threads: number;
  readonly isOpen: boolean;
  /** The length of an interval of the series. */
  readonly interval: Nanoseconds;
  /** Requests due from here on count as settled; undefined: from the first completion on. */
  readonly settledFrom: Nanoseconds | undefined;
}

/**
 * Counts what becomes of the requests within the window, as a generator thread does, and in the order of time: so the
 * intervals are closed one after the other.
 */
export class SimulationSamples {
  started = 0;
  completed = 0;
  completedLate = 0;
  /** Of the requests that were started before the window, those whose end is known. */
  carriedOver = 0;
  gaps = 0;
  gapTotal = 0;
  /** Those that were due before the window, those of it that are not settled, and those that are. */
  readonly carried = new EndedRequests();
  readonly opening = new EndedRequests();
  readonly settled = new EndedRequests();
  /** In an open loop, from the actual start. */
  readonly uncorrected = new DurationCounts();
  readonly rates: readonly RateSamples[];
  readonly #clock: Clock;
  readonly #options: SimulationSamplesOptions;
  readonly #windowStart: number;
  readonly #timeout: number;
  readonly #threads: number;
  readonly #isOpen: boolean;
  readonly #threadCompleted: Float64Array;
  readonly #counts: Omit<IntervalResult, 'responseTimes' | 'failureAges'> = {
    started: [],
    completed: [],
    completedLate: [],
    timedOut: [],
    failed: [],
  };
  readonly #responseTimes: BucketCounts[] = [];
  readonly #buckets = new Uint32Array(INTERVAL_BUCKETS);
  /** What was counted before the current interval. */
  #before = { started: 0, completed: 0, completedLate: 0, timedOut: 0 };
  /** Of the request whose response has come; in fields, since a call would have to put them into boxes. */
  #dueAt = 0;
  #startedAt = 0;
  #settledFrom: number;
  #intervalEnd: number;
  #nextRateAt: number;

  constructor(clock: Clock, options: SimulationSamplesOptions) {
    const { windowStart, timeout, threads, interval, settledFrom } = options;
    this.#clock = clock;
    this.#options = options;
    this.#isOpen = options.isOpen;
    this.#windowStart = windowStart;
    this.#timeout = timeout;
    this.#threads = threads;
    this.#threadCompleted = new Float64Array(threads);
    this.rates = Array.from({ length: threads }, () => new RateSamples(windowStart));
    this.#settledFrom = settledFrom ?? Infinity;
    this.#intervalEnd = windowStart + interval;
    this.#nextRateAt = windowStart + RATE_INTERVAL;
  }

  /** When `pass` has to be called before anything later is recorded. */
  get nextMark(): Nanoseconds {
    return nanoseconds(Math.min(this.#nextRateAt, this.#intervalEnd));
  }

  /** Takes the samples, and closes the intervals, that are due by then. */
  pass(at: Nanoseconds): void {
    for (; this.#nextRateAt <= at; this.#nextRateAt += RATE_INTERVAL)
      for (const [thread, rates] of this.rates.entries())
        rates.sample(nanoseconds(this.#nextRateAt), this.#completedBy(thread));
    while (this.#intervalEnd <= at) this.#closeInterval();
  }

  /**
   * Hot: a request is sent.
   * @param freeSince when the response before it came on its connection; Infinity when none did
   */
  recordStart(freeSince: number): void {
    const at = this.#clock.now;
    if (at < this.#windowStart) return;
    this.started++;
    if (freeSince === Infinity) return;
    this.gaps++;
    this.gapTotal += at - freeSince;
  }

  /** Hot: a response has come. */
  recordCompletion(connection: number, dueAt: number, startedAt: number): void {
    this.#dueAt = dueAt;
    this.#startedAt = startedAt;
    this.#countCompletion(connection);
  }

  #countCompletion(connection: number): void {
    const at = this.#clock.now;
    const dueAt = this.#dueAt;
    if (this.#settledFrom === Infinity) this.#settledFrom = Math.max(at, this.#windowStart);
    if (at < this.#windowStart) return;
    if (this.#startedAt < this.#windowStart) this.carriedOver++;
    this.completed++;
    if (this.#threads > 1) {
      const thread = connection % this.#threads;
      this.#threadCompleted[thread] = (this.#threadCompleted[thread] ?? 0) + 1;
    }
    const part = dueAt >= this.#settledFrom ? this.settled : this.partOf(dueAt);
    // What fits into 32 bits V8 reckons with as a whole number from here on.
    if (at - dueAt < 2e12) this.#countTime((toMicroseconds(at - dueAt) | 0) as Microseconds, part);
    else this.#countTime(toMicroseconds(at - dueAt), part);
    if (this.#isOpen) this.uncorrected.add(toMicroseconds(at - this.#startedAt));
  }

  #countTime(duration: Microseconds, part: EndedRequests): void {
    if (duration >= this.#timeout) this.completedLate++;
    const bucket = bucketOf(duration);
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    part.completed.add(duration);
  }

  recordTimeOut(dueAt: number, startedAt: number): void {
    if (this.#clock.now < this.#windowStart) return;
    if (startedAt < this.#windowStart) this.carriedOver++;
    this.partOf(dueAt).timedOut++;
  }

  get timedOut(): number {
    return this.carried.timedOut + this.opening.timedOut + this.settled.timedOut;
  }

  /** Where a request belongs that was due then. */
  partOf(dueAt: number): EndedRequests {
    if (dueAt >= this.#settledFrom) return this.settled;
    return dueAt < this.#windowStart ? this.carried : this.opening;
  }

  /** What happened in each interval up to the end of the window. */
  intervals(): IntervalResult {
    this.#closeInterval();
    const failureAges = this.#responseTimes.map(() => new Uint32Array(0));
    return { ...this.#counts, responseTimes: this.#responseTimes, failureAges };
  }

  #completedBy(thread: number): number {
    return this.#threads === 1 ? this.completed : (this.#threadCompleted[thread] ?? 0);
  }

  #closeInterval(): void {
    const { started, completed, completedLate, timedOut } = this;
    this.#counts.started.push(started - this.#before.started);
    this.#counts.completed.push(completed - this.#before.completed);
    this.#counts.completedLate.push(completedLate - this.#before.completedLate);
    this.#counts.timedOut.push(timedOut - this.#before.timedOut);
    this.#counts.failed.push(0);
    this.#responseTimes.push(filledBuckets(this.#buckets));
    this.#before = { started, completed, completedLate, timedOut };
    this.#buckets.fill(0);
    this.#intervalEnd += this.#options.interval;
  }
}

/**
 * Hot: of a time in nanoseconds. Math.round takes three times as long; a division too takes longer. That 0.001 is no number of a
 * binary computer does not matter: it is too large by 2e-17 of itself, which does not reach from a half to the next number.
 */
export const toMicroseconds = (time: number): Microseconds => Math.floor(time * 1e-3 + 0.5) as Microseconds;
