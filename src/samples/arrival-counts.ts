import { DurationCounts, type TransferredCounts } from './duration-counts.ts';
import { nanoseconds, nanosecondsToMicroseconds, type Nanoseconds } from '../units.ts';

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
}

/** Counts what becomes of arrivals, as far as it happens within the window. */
export class ArrivalCounts {
  readonly #windowStart: Nanoseconds;
  readonly #waits = new DurationCounts();
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
    this.#waits.add(nanosecondsToMicroseconds(nanoseconds(Math.max(0, freeAt - dueAt))));
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
  }

  /** At the end of the load, which may have been stopped before its window: that one is empty, and begins then. */
  addUnsent(dueAt: Nanoseconds): void {
    if (dueAt < this.#windowStart) this.#unsentAtStart++;
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
    };
  }

  #countIfUnsent(dueAt: Nanoseconds, at: Nanoseconds): void {
    if (dueAt < this.#windowStart && at >= this.#windowStart) this.#unsentAtStart++;
  }
}
