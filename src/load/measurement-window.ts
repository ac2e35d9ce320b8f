import { nanoseconds, type Nanoseconds } from '../units.ts';
import { monotonicNow } from './monotonic-clock.ts';

const START = 0;
const STOP = 1;

/**
 * The half-open span of time that counts, shared by the generator threads: it starts at the first actual start
 * of a request on any of them and ends a duration later; an event at its end is outside.
 */
export class MeasurementWindow {
  readonly #duration: Nanoseconds;
  readonly #shared: BigInt64Array<SharedArrayBuffer>;
  #startedAt: Nanoseconds | undefined;

  /** @param memory what `createMemory` made, the same in every thread */
  constructor(duration: Nanoseconds, memory: SharedArrayBuffer) {
    this.#duration = duration;
    this.#shared = new BigInt64Array(memory);
  }

  static createMemory(): SharedArrayBuffer {
    return new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT);
  }

  /** Opens the window unless another thread has. @returns when it opened; a stamp taken after is never before */
  open(): Nanoseconds {
    if (this.#startedAt !== undefined) return this.#startedAt;
    Atomics.compareExchange(this.#shared, START, 0n, BigInt(monotonicNow()));
    this.#startedAt = nanoseconds(Number(Atomics.load(this.#shared, START)));
    return this.#startedAt;
  }

  /** When the window opened; undefined while no request has started. */
  get startedAt(): Nanoseconds | undefined {
    const start = Number(Atomics.load(this.#shared, START));
    return start === 0 ? undefined : nanoseconds(start);
  }

  /** The first instant outside: when it was stopped, or else a duration after its start; never before its start. */
  get endsAt(): Nanoseconds {
    const stopped = Number(Atomics.load(this.#shared, STOP));
    const start = this.startedAt ?? Infinity;
    const planned = start + this.#duration;
    if (stopped === 0) return nanoseconds(planned);
    return nanoseconds(start === Infinity ? stopped : Math.min(Math.max(stopped, start), planned));
  }

  /** Ends the window now. */
  stop(): void {
    Atomics.compareExchange(this.#shared, STOP, 0n, BigInt(monotonicNow()));
  }
}
