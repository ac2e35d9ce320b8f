import { nanoseconds, type Nanoseconds } from '../../../units.ts';
import { monotonicNow } from '../../../monotonic-clock.ts';
import type { Stamps } from '../transport.ts';
import { CLOCK_REALTIME } from './constants.ts';
import type { NativeMemory, NativePiece } from './native-memory.ts';
import { RealtimeOffset } from './realtime-offset.ts';
import { systemCalls } from './system-calls.ts';

const TIMESPEC_BYTES = 16;

/** The memory that stamps take. */
export const ARRIVAL_STAMPS_PIECES = [TIMESPEC_BYTES] as const;

/** Says when bytes arrived: when the kernel had them, where it says so and can be believed, and now otherwise. */
export class ArrivalStamps {
  readonly #timespec: NativePiece;
  readonly #byKernel: boolean;
  readonly #offset: RealtimeOffset;
  /**
   * Nanoseconds since 1970 do not fit a double; those since a minute before this was made do. From the first on they
   * are beyond 32 bits: were they to grow beyond in the middle of a load, all that is hot would be compiled anew.
   */
  readonly #epochSeconds: number;
  /** The clock as it was last read. */
  #now = monotonicNow();
  #kernelStamps = 0;
  #userStamps = 0;

  /** @param byKernel what arrives has a stamp of the kernel */
  constructor(memory: NativeMemory, byKernel: boolean) {
    this.#timespec = memory.take(TIMESPEC_BYTES);
    this.#byKernel = byKernel;
    this.#epochSeconds = Math.floor(Date.now() / 1_000) - 60;
    this.#offset = new RealtimeOffset(() => this.#realtimeNow());
  }

  /** Who stamped most of what has arrived. */
  get most(): Stamps {
    return this.#byKernel && this.#kernelStamps >= this.#userStamps ? 'kernel' : 'user';
  }

  /** What comes next was looked for at `now`. Keeps the mapping between the clocks fresh. */
  refresh(now: Nanoseconds): void {
    this.#now = now;
    if (this.#byKernel) this.#offset.refresh(now);
  }

  /**
   * Hot: once a response. The kernel's stamp, unless it lies before the request or in the future.
   * @param seconds since 1970, the low word of them
   */
  fromKernel(seconds: number, nanos: number, sentAt: number): Nanoseconds {
    const stamp = this.#offset.toMonotonic(this.#sinceEpoch(seconds, nanos));
    if (stamp > this.#now) this.#now = monotonicNow();
    if (stamp < sentAt || stamp > this.#now) return this.fromUser();
    this.#kernelStamps++;
    return stamp;
  }

  /** Hot: once a response that the kernel did not stamp. */
  fromUser(): Nanoseconds {
    this.#userStamps++;
    return (this.#now = monotonicNow());
  }

  #realtimeNow(): number {
    systemCalls.clockGetTime(CLOCK_REALTIME, this.#timespec.address);
    return this.#sinceEpoch(this.#timespec.words[0] ?? 0, this.#timespec.words[2] ?? 0);
  }

  /** The low word of the seconds is enough: the difference wraps as the words do (from 2038 on they are negative). */
  #sinceEpoch(seconds: number, nanos: number): Nanoseconds {
    return nanoseconds(((seconds - this.#epochSeconds) | 0) * 1e9 + nanos);
  }
}
