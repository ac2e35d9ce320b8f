import { nanoseconds, type Nanoseconds } from '../units.ts';
import { monotonicNow } from './monotonic-clock.ts';

/**
 * The half-open span of time that counts, shared by the generator threads: it starts at the first actual start
 * of a request on any of them and ends a duration later; an event at its end is outside.
 */
export class MeasurementWindow {
  readonly #duration: Nanoseconds;
  readonly #start: BigInt64Array<SharedArrayBuffer>;

  /** @param memory what `createMemory` made, the same in every thread */
  constructor(duration: Nanoseconds, memory: SharedArrayBuffer) {
    this.#duration = duration;
    this.#start = new BigInt64Array(memory);
  }

  static createMemory(): SharedArrayBuffer {
    return new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  }

  /** Opens the window unless another thread has. @returns when it opened; a stamp taken after is never before */
  open(): Nanoseconds {
    Atomics.compareExchange(this.#start, 0, 0n, BigInt(monotonicNow()));
    return nanoseconds(Number(Atomics.load(this.#start, 0)));
  }

  /** When the window opened; undefined while no thread has begun. */
  get startedAt(): Nanoseconds | undefined {
    const start = Number(Atomics.load(this.#start, 0));
    return start === 0 ? undefined : nanoseconds(start);
  }

  /** The first instant outside; infinity while the window is not open. */
  get endsAt(): Nanoseconds {
    return nanoseconds((this.startedAt ?? Infinity) + this.#duration);
  }
}
