import { nanoseconds, type Nanoseconds } from '../../../units.ts';
import { monotonicNow } from '../../../monotonic-clock.ts';

const READINGS = 8;
const REFRESH_EVERY = nanoseconds(100e6);

/**
 * How far the wall clock (CLOCK_REALTIME), by which the kernel stamps arrivals, is from CLOCK_MONOTONIC. Taken anew
 * every 100 ms, since somebody may set the wall clock. Of several readings of the one between two of the other the
 * one with the tightest bracket counts: a thread that was put aside in between makes the others wide.
 */
export class RealtimeOffset {
  readonly #realtimeNow: () => number;
  readonly #monotonicNow: () => Nanoseconds;
  #offset = 0;
  #refreshAt = -Infinity;

  /** @param realtimeNow ns since an instant of the wall clock that stays the same */
  constructor(realtimeNow: () => number, monotonic: () => Nanoseconds = monotonicNow) {
    this.#realtimeNow = realtimeNow;
    this.#monotonicNow = monotonic;
  }

  /** Takes the offset anew when it is old. */
  refresh(now: Nanoseconds): void {
    if (now < this.#refreshAt) return;
    this.#refreshAt = now + REFRESH_EVERY;
    let tightest = Infinity;
    for (let reading = 0; reading < READINGS; reading++) {
      const before = this.#monotonicNow();
      const realtime = this.#realtimeNow();
      const after = this.#monotonicNow();
      if (after - before >= tightest) continue;
      tightest = after - before;
      this.#offset = (before + after) / 2 - realtime;
    }
  }

  /** @param realtime ns since the instant that `realtimeNow` counts from */
  toMonotonic(realtime: number): Nanoseconds {
    return nanoseconds(Math.round(realtime + this.#offset));
  }
}
