import { DurationCounts, type TransferredCounts } from './duration-counts.ts';
import { nanoseconds, nanosecondsToMicroseconds, type Microseconds, type Nanoseconds } from '../units.ts';

/** Where the arrivals of one generator thread ended: due = started + skipped + given up waiting + unsent at the end. */
export interface ArrivalCountValues {
  /** Due within the window. */
  scheduled: number;
  /** Due before the window and not sent when it started. */
  unsentAtStart: number;
  /** Of the started, those that had to wait for a connection. */
  waited: number;
  skipped: number;
  gaveUpWaiting: number;
  unsentAtEnd: number;
  /** From when a request was due to when a connection was free for it, of those that had to wait. */
  waits: TransferredCounts;
  /** From the start of the window to when those were due that gave up waiting, or were unsent at its end. */
  gaveUpDue: TransferredCounts;
  unsentDue: TransferredCounts;
}

/** Counts what becomes of arrivals, as far as it happens within the window. */
export class ArrivalCounts {
  readonly #windowStart: Nanoseconds;
  readonly #waits = new DurationCounts();
  readonly #gaveUpDue = new DurationCounts();
  readonly #unsentDue = new DurationCounts();
  #scheduled = 0;
  #unsentAtStart = 0;
  #waited = 0;
  #skipped = 0;
  #gaveUpWaiting = 0;
  #unsentAtEnd = 0;

  constructor(windowStart: Nanoseconds) {
    this.#windowStart = windowStart;
  }

  addScheduled(dueAt: Nanoseconds): void {
    if (dueAt >= this.#windowStart) this.#scheduled++;
  }

  addStarted(dueAt: Nanoseconds, startedAt: Nanoseconds): void {
    this.#countIfUnsent(dueAt, startedAt);
  }

  addWaited(dueAt: Nanoseconds, freeAt: Nanoseconds, startedAt: Nanoseconds): void {
    if (startedAt < this.#windowStart) return;
    this.#waited++;
    this.#waits.add(between(dueAt, freeAt));
  }

  addSkipped(dueAt: Nanoseconds, at: Nanoseconds): void {
    if (at < this.#windowStart) return;
    this.#countIfUnsent(dueAt, at);
    this.#skipped++;
  }

  addGivenUp(dueAt: Nanoseconds, at: Nanoseconds): void {
    if (at < this.#windowStart) return;
    this.#countIfUnsent(dueAt, at);
    this.#gaveUpWaiting++;
    if (dueAt >= this.#windowStart) this.#gaveUpDue.add(between(this.#windowStart, dueAt));
  }

  /** At the end of the load, which may have been stopped before its window: that one is empty, and begins then. */
  addUnsent(dueAt: Nanoseconds): void {
    if (dueAt < this.#windowStart) this.#unsentAtStart++;
    else this.#unsentDue.add(between(this.#windowStart, dueAt));
    this.#unsentAtEnd++;
  }

  get values(): ArrivalCountValues {
    return {
      scheduled: this.#scheduled,
      unsentAtStart: this.#unsentAtStart,
      waited: this.#waited,
      skipped: this.#skipped,
      gaveUpWaiting: this.#gaveUpWaiting,
      unsentAtEnd: this.#unsentAtEnd,
      waits: this.#waits.toTransfer(),
      gaveUpDue: this.#gaveUpDue.toTransfer(),
      unsentDue: this.#unsentDue.toTransfer(),
    };
  }

  #countIfUnsent(dueAt: Nanoseconds, at: Nanoseconds): void {
    if (dueAt < this.#windowStart && at >= this.#windowStart) this.#unsentAtStart++;
  }
}

function between(from: Nanoseconds, to: Nanoseconds): Microseconds {
  return nanosecondsToMicroseconds(nanoseconds(Math.max(0, to - from)));
}
