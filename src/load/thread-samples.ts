import { DurationCounts, type TransferredCounts } from '../samples/duration-counts.ts';
import { RateSamples } from '../samples/rate-samples.ts';
import { nanoseconds, nanosecondsToMicroseconds, type Microseconds, type Nanoseconds } from '../units.ts';
import type { ThreadCounters } from './thread-counters.ts';

/** Length of an interval of the series. */
export const SERIES_INTERVAL = nanoseconds(1e9);

/** How a request of the opening burst ended. */
export interface OpeningRequest {
  startedAt: Nanoseconds;
  duration: Microseconds;
  completed: boolean;
}

/** What happened in each interval of the window. */
export interface SeriesCounts {
  started: number[];
  completed: number[];
  completedLate: number[];
  timedOut: number[];
  failed: number[];
}

/** What a generator thread finds when it takes stock. */
export interface ThreadEnd {
  /** The end of the window, or when the thread was stopped before it. */
  endedAt: Nanoseconds;
  /** When each request still in flight was started. */
  inFlightSince: Nanoseconds[];
  connectionsOpened: number;
  connectionsNeverOpened: number;
}

/** What a generator thread hands over when its window has ended. */
export interface ThreadResult extends ThreadEnd {
  firstCompletionAt: Nanoseconds | undefined;
  opening: OpeningRequest[];
  completed: TransferredCounts;
  censored: TransferredCounts;
  /** From responses to the next requests on their connections. */
  gaps: { count: number; total: Nanoseconds };
  failures: Map<string, number>;
  statusCodes: Map<number, number>;
  rates: number[];
  series: SeriesCounts;
  connectionsClosedByServer: number;
}

/**
 * Records what becomes of each request on one generator thread. Durations of requests that were started before
 * the thread's first completion are kept one by one: which of them belong to the trial's opening burst is known
 * only when the threads' results are put together.
 */
export class ThreadSamples {
  readonly #counters: ThreadCounters;
  readonly #windowStart: Nanoseconds;
  readonly #timeout: Microseconds;
  readonly #rates: RateSamples;
  readonly #opening: OpeningRequest[] = [];
  readonly #completed = new DurationCounts();
  readonly #censored = new DurationCounts();
  readonly #failures = new Map<string, number>();
  readonly #statusCodes = new Map<number, number>();
  readonly #series: SeriesCounts = {
    started: [],
    completed: [],
    completedLate: [],
    timedOut: [],
    failed: [],
  };
  #firstCompletionAt: Nanoseconds | undefined;
  #gaps = 0;
  #gapTotal = 0;
  connectionsClosedByServer = 0;

  constructor(counters: ThreadCounters, windowStart: Nanoseconds, timeout: Microseconds) {
    this.#counters = counters;
    this.#windowStart = windowStart;
    this.#timeout = timeout;
    this.#rates = new RateSamples(windowStart);
  }

  recordStart(at: Nanoseconds): void {
    this.#counters.addStarted();
    this.#count(this.#series.started, at);
  }

  /** Hot: no allocation once the thread's first response is in. */
  recordCompletion(startedAt: Nanoseconds, at: Nanoseconds, status: number): void {
    const duration = nanosecondsToMicroseconds(nanoseconds(at - startedAt));
    const late = duration >= this.#timeout;
    this.#firstCompletionAt ??= at;
    this.#counters.addCompleted(late);
    this.#statusCodes.set(status, (this.#statusCodes.get(status) ?? 0) + 1);
    this.#count(this.#series.completed, at);
    if (late) this.#count(this.#series.completedLate, at);
    if (startedAt >= this.#firstCompletionAt) this.#completed.add(duration);
    else this.#opening.push({ startedAt, duration, completed: true });
  }

  recordTimeout(startedAt: Nanoseconds, at: Nanoseconds): void {
    this.#counters.addTimedOut();
    this.#count(this.#series.timedOut, at);
    this.#recordCensored(startedAt, this.#timeout);
  }

  /** @param startedAt undefined when the request could not be sent at all */
  recordFailure(startedAt: Nanoseconds | undefined, at: Nanoseconds, kind: string): void {
    this.#counters.addFailed();
    this.#failures.set(kind, (this.#failures.get(kind) ?? 0) + 1);
    this.#count(this.#series.failed, at);
    if (startedAt !== undefined)
      this.#recordCensored(startedAt, nanosecondsToMicroseconds(nanoseconds(at - startedAt)));
  }

  recordBytes(bytes: number): void {
    this.#counters.addBytesRead(bytes);
  }

  sampleRate(now: Nanoseconds): void {
    this.#rates.sample(now, this.#counters.completed);
  }

  /** Time between a response and the next request on its connection. */
  recordGap(gap: Nanoseconds): void {
    this.#gaps++;
    this.#gapTotal += gap;
  }

  result(end: ThreadEnd): ThreadResult {
    return {
      ...end,
      firstCompletionAt: this.#firstCompletionAt,
      opening: this.#opening,
      completed: this.#completed.toTransfer(),
      censored: this.#censored.toTransfer(),
      gaps: { count: this.#gaps, total: nanoseconds(this.#gapTotal) },
      failures: this.#failures,
      statusCodes: this.#statusCodes,
      rates: this.#rates.rates,
      series: this.#series,
      connectionsClosedByServer: this.connectionsClosedByServer,
    };
  }

  #recordCensored(startedAt: Nanoseconds, duration: Microseconds): void {
    if (this.#firstCompletionAt !== undefined && startedAt >= this.#firstCompletionAt)
      this.#censored.add(duration);
    else this.#opening.push({ startedAt, duration, completed: false });
  }

  #count(counts: number[], at: Nanoseconds): void {
    const interval = Math.floor((at - this.#windowStart) / SERIES_INTERVAL);
    while (counts.length <= interval) counts.push(0);
    counts[interval] = (counts[interval] ?? 0) + 1;
  }
}
