import { nanoseconds, type Microseconds, type Nanoseconds } from '../units.ts';
import { COMPLETED, type OutcomeCode } from './raw-samples/sample.ts';

const FIRST_CAPACITY = 128;

/** How a request of the opening burst ended. */
export interface OpeningRequest {
  /** Where its duration is counted from. */
  intendedAt: Nanoseconds;
  duration: Microseconds;
  outcome: OutcomeCode;
}

/** What crosses from a generator thread to the main one. */
export interface TransferredOpening {
  intendedAt: Float64Array<ArrayBuffer>;
  /** In µs. */
  durations: Float64Array<ArrayBuffer>;
  outcomes: Uint8Array<ArrayBuffer>;
}

/** The requests of a thread's opening burst, one by one: there are as many as connections. */
export class OpeningRequests {
  #intendedAt: Float64Array<ArrayBuffer>;
  #durations: Float64Array<ArrayBuffer>;
  #outcomes: Uint8Array<ArrayBuffer>;
  #size: number;

  constructor(from?: TransferredOpening) {
    this.#intendedAt = from?.intendedAt ?? new Float64Array(FIRST_CAPACITY);
    this.#durations = from?.durations ?? new Float64Array(FIRST_CAPACITY);
    this.#outcomes = from?.outcomes ?? new Uint8Array(FIRST_CAPACITY);
    this.#size = from?.durations.length ?? 0;
  }

  add(intendedAt: Nanoseconds, duration: Microseconds, outcome: OutcomeCode): void {
    if (this.#size === this.#intendedAt.length) this.#grow();
    this.#intendedAt[this.#size] = intendedAt;
    this.#durations[this.#size] = duration;
    this.#outcomes[this.#size++] = outcome;
  }

  *[Symbol.iterator](): Iterator<OpeningRequest> {
    for (let index = 0; index < this.#size; index++) {
      yield {
        intendedAt: nanoseconds(this.#intendedAt[index] ?? 0),
        duration: (this.#durations[index] ?? 0) as Microseconds,
        outcome: (this.#outcomes[index] ?? COMPLETED) as OutcomeCode,
      };
    }
  }

  toTransfer(): TransferredOpening {
    return {
      intendedAt: this.#intendedAt.slice(0, this.#size),
      durations: this.#durations.slice(0, this.#size),
      outcomes: this.#outcomes.slice(0, this.#size),
    };
  }

  #grow(): void {
    const [intendedAt, durations, outcomes] = [this.#intendedAt, this.#durations, this.#outcomes];
    this.#intendedAt = new Float64Array(2 * this.#size);
    this.#intendedAt.set(intendedAt);
    this.#durations = new Float64Array(2 * this.#size);
    this.#durations.set(durations);
    this.#outcomes = new Uint8Array(2 * this.#size);
    this.#outcomes.set(outcomes);
  }
}
