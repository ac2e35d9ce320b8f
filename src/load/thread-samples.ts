import { DurationCounts, type TransferredCounts } from '../samples/duration-counts.ts';
import { RateSamples } from '../samples/rate-samples.ts';
import { nanoseconds, nanosecondsToMicroseconds, type Microseconds, type Nanoseconds } from '../units.ts';
import { IntervalSamples, type IntervalResult } from '../samples/interval-samples.ts';
import { OpeningRequests, type TransferredOpening } from './opening-requests.ts';
import type { RawSampler } from './raw-samples/raw-sampler.ts';
import {
  COMPLETED,
  COMPLETED_LATE,
  FAILED,
  TIMED_OUT,
  type InFlightSample,
  type Sample,
} from './raw-samples/sample.ts';
import type { ThreadCounters } from './thread-counters.ts';

/** What a generator thread hands over when its window has ended. */
export interface ThreadSampleResult {
  /** The trial's opening burst was over on this thread at the latest then; undefined while nothing completed. */
  firstCompletionAt: Nanoseconds | undefined;
  opening: TransferredOpening;
  completed: TransferredCounts;
  /** By the age at which they did. */
  timedOut: TransferredCounts;
  failed: TransferredCounts;
  uncorrected: TransferredCounts;
  firstByte: TransferredCounts;
  scheduleLag: TransferredCounts;
  inFlight: InFlightSample[];
  /** From responses to the next requests on their connections. */
  gaps: { count: number; total: Nanoseconds };
  failures: Map<string, number>;
  statusCodes: Map<number, number>;
  rates: number[];
  series: IntervalResult;
}

const STATUS_CODES = 1_000;

/**
 * Records what becomes of each request on one generator thread, as far as it happens within the window: what its
 * stamp says decides, and not when the thread gets round to it. Durations of requests that were due (in a closed loop:
 * started) before the thread's first completion are kept one by one: which of them belong to the trial's opening burst,
 * or are from before the window, is known only when the threads' results are put together.
 */
export class ThreadSamples {
  readonly #counters: ThreadCounters;
  readonly #raw: RawSampler | undefined;
  readonly #windowStart: Nanoseconds;
  readonly #timeout: Microseconds;
  readonly #rates: RateSamples;
  readonly #intervals: IntervalSamples;
  readonly #opening = new OpeningRequests();
  readonly #completed = new DurationCounts();
  readonly #timedOut = new DurationCounts();
  readonly #failed = new DurationCounts();
  readonly #uncorrected = new DurationCounts();
  readonly #firstByte = new DurationCounts();
  readonly #scheduleLag = new DurationCounts();
  readonly #failures = new Map<string, number>();
  readonly #statusCodes = new Uint32Array(STATUS_CODES);
  #firstCompletionAt: Nanoseconds | undefined;
  #gaps = 0;
  #gapTotal = 0;

  /**
   * @param seriesInterval the length of each interval of the series
   * @param raw where every request is to be kept for itself
   */
  constructor(
    counters: ThreadCounters,
    windowStart: Nanoseconds,
    timeout: Microseconds,
    seriesInterval: Nanoseconds,
    raw?: RawSampler,
  ) {
    this.#counters = counters;
    this.#raw = raw;
    this.#windowStart = windowStart;
    this.#timeout = timeout;
    this.#rates = new RateSamples(windowStart);
    this.#intervals = new IntervalSamples(windowStart, seriesInterval);
  }

  /**
   * Hot: once a request.
   * @param freeAt from when on only the generator itself held it up
   */
  recordStart(freeAt: Nanoseconds, startedAt: Nanoseconds): void {
    if (startedAt < this.#windowStart) return;
    this.#countStart(startedAt);
    this.#scheduleLag.add(between(freeAt, startedAt));
  }

  /** Hot: no allocation once the thread's first response is in. */
  recordCompletion(request: Sample, status: number): void {
    const { intendedAt, startedAt, endedAt } = request;
    if (endedAt < this.#windowStart) {
      // Whatever starts from here on is behind the opening burst.
      this.#firstCompletionAt = this.#windowStart;
      return;
    }
    const duration = between(intendedAt, endedAt);
    const late = duration >= this.#timeout;
    this.#firstCompletionAt ??= endedAt;
    this.#countIfCarried(startedAt);
    this.#counters.addCompleted(late);
    this.#statusCodes[status] = (this.#statusCodes[status] ?? 0) + 1;
    this.#intervals.count('completed', endedAt);
    this.#intervals.addResponseTime(endedAt, duration);
    if (late) this.#intervals.count('completedLate', endedAt);
    this.#firstByte.add(between(startedAt, request.firstByteAt));
    if (intendedAt !== startedAt) this.#uncorrected.add(between(startedAt, endedAt));
    if (intendedAt >= this.#firstCompletionAt) this.#completed.add(duration);
    else this.#opening.add(intendedAt, duration, COMPLETED);
    this.#raw?.push(request, late ? COMPLETED_LATE : COMPLETED, status);
  }

  recordTimeout(request: Sample): void {
    const { intendedAt, startedAt, endedAt } = request;
    if (endedAt < this.#windowStart) return;
    this.#countIfCarried(startedAt);
    this.#counters.addTimedOut();
    this.#intervals.count('timedOut', endedAt);
    if (this.#isOpening(intendedAt)) this.#opening.add(intendedAt, this.#timeout, TIMED_OUT);
    else this.#timedOut.add(this.#timeout);
    this.#raw?.push(request, TIMED_OUT, 0);
  }

  recordFailure(request: Sample, kind: string): void {
    const { intendedAt, startedAt, endedAt } = request;
    if (endedAt < this.#windowStart) return;
    this.#countIfCarried(startedAt);
    this.#countFailure(kind, intendedAt, endedAt, this.#isOpening(intendedAt));
    this.#raw?.pushFailure(request, kind);
  }

  /**
   * A request that could not be sent at all, since its connection did not open: started and failed at once. It says
   * nothing of the opening burst, and a server that is down makes any number of them.
   */
  recordUnsent(request: Sample, kind: string): void {
    const { intendedAt, endedAt } = request;
    if (endedAt < this.#windowStart) return;
    this.#countStart(endedAt);
    this.#countFailure(kind, intendedAt, endedAt, intendedAt < this.#windowStart);
    this.#raw?.pushFailure(request, kind);
  }

  recordBytes(bytes: number, at: Nanoseconds): void {
    if (at >= this.#windowStart) this.#counters.addBytesRead(bytes);
  }

  sampleRate(now: Nanoseconds): void {
    if (now >= this.#windowStart) this.#rates.sample(now, this.#counters.completed);
  }

  /** Time between a response and the next request on its connection. */
  recordGap(from: Nanoseconds, to: Nanoseconds): void {
    if (to < this.#windowStart) return;
    this.#gaps++;
    this.#gapTotal += to - from;
  }

  /** @param inFlight when the window ended */
  result(inFlight: InFlightSample[]): ThreadSampleResult {
    for (const { startedAt } of inFlight) this.#countIfCarried(startedAt);
    return {
      firstCompletionAt: this.#firstCompletionAt,
      opening: this.#opening.toTransfer(),
      completed: this.#completed.toTransfer(),
      timedOut: this.#timedOut.toTransfer(),
      failed: this.#failed.toTransfer(),
      uncorrected: this.#uncorrected.toTransfer(),
      firstByte: this.#firstByte.toTransfer(),
      scheduleLag: this.#scheduleLag.toTransfer(),
      inFlight,
      gaps: { count: this.#gaps, total: nanoseconds(this.#gapTotal) },
      failures: this.#failures,
      statusCodes: this.#statusCounts(),
      rates: this.#rates.rates,
      series: this.#intervals.result(),
    };
  }

  /** A request that ends in the window, or outlives it, and was started before. */
  #countIfCarried(startedAt: Nanoseconds): void {
    if (startedAt < this.#windowStart) this.#counters.addInFlightAtStart();
  }

  #countStart(at: Nanoseconds): void {
    this.#counters.addStarted();
    this.#intervals.count('started', at);
  }

  /** @param isOpening it has to be kept for itself */
  #countFailure(kind: string, intendedAt: Nanoseconds, at: Nanoseconds, isOpening: boolean): void {
    const age = between(intendedAt, at);
    this.#counters.addFailed();
    this.#failures.set(kind, (this.#failures.get(kind) ?? 0) + 1);
    this.#intervals.count('failed', at);
    this.#intervals.addFailureAge(at, age);
    if (isOpening) this.#opening.add(intendedAt, age, FAILED);
    else this.#failed.add(age);
  }

  #isOpening(intendedAt: Nanoseconds): boolean {
    return this.#firstCompletionAt === undefined || intendedAt < this.#firstCompletionAt;
  }

  #statusCounts(): Map<number, number> {
    const counts = new Map<number, number>();
    for (const [status, count] of this.#statusCodes.entries()) if (count > 0) counts.set(status, count);
    return counts;
  }
}

function between(from: Nanoseconds, to: Nanoseconds): Microseconds {
  return nanosecondsToMicroseconds(nanoseconds(Math.max(0, to - from)));
}
