import type { LoadSettings } from '../plan/load-settings.ts';
import { milliseconds, millisecondsToNanoseconds, nanoseconds, type Nanoseconds } from '../units.ts';
import { monotonicNow } from '../monotonic-clock.ts';

const BEGIN = 0;
const STOP = 1;

/** From the beginning of a load to its window. */
export function leadOf({ ramp, warmup }: Pick<LoadSettings, 'ramp' | 'warmup'>): Nanoseconds {
  return millisecondsToNanoseconds(milliseconds((ramp ?? 0) + (warmup ?? 0)));
}

/**
 * The half-open span of time that counts, shared by the generator threads. The load begins with the first start on any
 * of them; the window starts a lead (ramp and warm-up) later and ends a duration after that; an event at its end is
 * outside.
 */
export class MeasurementWindow {
  readonly #duration: Nanoseconds;
  readonly #lead: Nanoseconds;
  readonly #shared: BigInt64Array<SharedArrayBuffer>;
  #begunAt: Nanoseconds | undefined;

  /**
   * @param duration Infinity where something else ends it
   * @param memory what `createMemory` made, the same in every thread
   */
  constructor(duration: Nanoseconds, lead: Nanoseconds, memory: SharedArrayBuffer) {
    this.#duration = duration;
    this.#lead = lead;
    this.#shared = new BigInt64Array(memory);
  }

  static createMemory(): SharedArrayBuffer {
    return new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT);
  }

  /** Begins the load unless another thread has. @returns when it began; a stamp taken after is never before */
  begin(): Nanoseconds {
    if (this.#begunAt !== undefined) return this.#begunAt;
    Atomics.compareExchange(this.#shared, BEGIN, 0n, BigInt(monotonicNow()));
    this.#begunAt = nanoseconds(Number(Atomics.load(this.#shared, BEGIN)));
    return this.#begunAt;
  }

  /** The first instant inside; undefined while the load has not begun. */
  get startsAt(): Nanoseconds | undefined {
    const begun = Number(Atomics.load(this.#shared, BEGIN));
    return begun === 0 ? undefined : nanoseconds(begun + this.#lead);
  }

  /** The first instant outside: when it was stopped, or else a duration after its start; never before its start. */
  get endsAt(): Nanoseconds {
    const stopped = Number(Atomics.load(this.#shared, STOP));
    const start = this.startsAt ?? Infinity;
    const planned = start + this.#duration;
    if (stopped === 0) return nanoseconds(planned);
    return nanoseconds(start === Infinity ? stopped : Math.min(Math.max(stopped, start), planned));
  }

  /** Ends the window now. */
  stop(): void {
    Atomics.compareExchange(this.#shared, STOP, 0n, BigInt(monotonicNow()));
  }

  get stopped(): boolean {
    return Atomics.load(this.#shared, STOP) !== 0n;
  }
}
