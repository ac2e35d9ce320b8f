import { nanoseconds, type Nanoseconds } from '../units.ts';

const FIRST_CAPACITY = 1_024;

/** Arrivals that wait for a connection, first come first served: their intended starts in a ring that grows. */
export class WaitingArrivals {
  #ring = new Float64Array(FIRST_CAPACITY);
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(intendedAt: Nanoseconds): void {
    if (this.#size === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#size++) & (this.#ring.length - 1)] = intendedAt;
  }

  /** The intended start of the one that has waited longest; Infinity when none waits. */
  get first(): Nanoseconds {
    return nanoseconds(this.#size === 0 ? Infinity : (this.#ring[this.#head] ?? 0));
  }

  /** Takes out the one that has waited longest; there has to be one. @returns its intended start */
  take(): Nanoseconds {
    const first = this.first;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#size--;
    return first;
  }

  #grow(): void {
    const larger = new Float64Array(this.#ring.length * 2);
    larger.set(this.#ring.subarray(this.#head));
    larger.set(this.#ring.subarray(0, this.#head), this.#ring.length - this.#head);
    this.#ring = larger;
    this.#head = 0;
  }
}
