import { nanoseconds, type Microseconds, type Nanoseconds } from '../units.ts';

const FIRST_CAPACITY = 128;

/** How a request of the opening burst ended. */
export interface OpeningRequest {
  startedAt: Nanoseconds;
  duration: Microseconds;
  completed: boolean;
}

/** What crosses from a generator thread to the main one. */
export interface TransferredOpening {
  startedAt: Float64Array<ArrayBuffer>;
  /** In µs; below 0 for a request that was not completed. */
  durations: Float64Array<ArrayBuffer>;
}

/** The requests of a thread's opening burst, one by one: there are as many as connections. */
export class OpeningRequests {
  #startedAt: Float64Array<ArrayBuffer>;
  #durations: Float64Array<ArrayBuffer>;
  #size: number;

  constructor(from?: TransferredOpening) {
    this.#startedAt = from?.startedAt ?? new Float64Array(FIRST_CAPACITY);
    this.#durations = from?.durations ?? new Float64Array(FIRST_CAPACITY);
    this.#size = from?.durations.length ?? 0;
  }

  add(startedAt: Nanoseconds, duration: Microseconds, completed: boolean): void {
    if (this.#size === this.#startedAt.length) this.#grow();
    this.#startedAt[this.#size] = startedAt;
    // One less, so that 0 has a sign as well.
    this.#durations[this.#size++] = completed ? duration : -1 - duration;
  }

  *[Symbol.iterator](): Iterator<OpeningRequest> {
    for (let index = 0; index < this.#size; index++) {
      const duration = this.#durations[index] ?? 0;
      const completed = duration >= 0;
      yield {
        startedAt: nanoseconds(this.#startedAt[index] ?? 0),
        duration: (completed ? duration : -1 - duration) as Microseconds,
        completed,
      };
    }
  }

  toTransfer(): TransferredOpening {
    return {
      startedAt: this.#startedAt.slice(0, this.#size),
      durations: this.#durations.slice(0, this.#size),
    };
  }

  #grow(): void {
    const [startedAt, durations] = [this.#startedAt, this.#durations];
    this.#startedAt = new Float64Array(2 * this.#size);
    this.#startedAt.set(startedAt);
    this.#durations = new Float64Array(2 * this.#size);
    this.#durations.set(durations);
  }
}
