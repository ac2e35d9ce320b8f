import type { Microseconds } from '../units.ts';

const FIRST_CAPACITY = 1_024;
/** Fuller than this, searches get long. */
const FULLEST = 0.6;
/** 2^32 divided by the golden ratio: spreads neighbours over the table (Knuth 1973, vol. 3, § 6.4). */
const SPREAD = 0x9e37_79b1;

/** What crosses from one thread to another: durations, and how often each was seen; 0 where a place is free. */
export interface TransferredTable {
  durations: Float64Array<ArrayBuffer>;
  counts: Float64Array<ArrayBuffer>;
}

/**
 * How often each duration above 0 was seen: a hash table with open addressing in typed arrays. A load of 20,000
 * connections may see as many different durations a second, and a Map takes three times the memory for each.
 */
export class DurationTable {
  #durations: Float64Array<ArrayBuffer>;
  #counts: Float64Array<ArrayBuffer>;
  #size: number;

  constructor(from?: TransferredTable) {
    this.#durations = from?.durations ?? new Float64Array(FIRST_CAPACITY);
    this.#counts = from?.counts ?? new Float64Array(FIRST_CAPACITY);
    this.#size =
      from === undefined ? 0 : from.durations.reduce((size, found) => size + (found > 0 ? 1 : 0), 0);
  }

  add(duration: Microseconds, count: number): void {
    const place = this.#placeOf(duration);
    this.#counts[place] = (this.#counts[place] ?? 0) + count;
    if (this.#durations[place] === duration) return;
    this.#durations[place] = duration;
    if (++this.#size > this.#durations.length * FULLEST) this.#grow();
  }

  /** Every duration that was seen and how often, ascending. */
  sorted(): [duration: Microseconds, count: number][] {
    // By themselves they are sorted as numbers, with no comparison to call.
    const durations = this.#durations.filter((duration) => duration > 0).sort();
    const entries: [Microseconds, number][] = [];
    for (const duration of durations)
      entries.push([duration as Microseconds, this.#counts[this.#placeOf(duration as Microseconds)] ?? 0]);
    return entries;
  }

  toTransfer(): TransferredTable {
    return { durations: this.#durations, counts: this.#counts };
  }

  /** Where a duration stands, or belongs. */
  #placeOf(duration: Microseconds): number {
    const mask = this.#durations.length - 1;
    let place = (Math.imul(duration | 0, SPREAD) >>> 8) & mask;
    for (;;) {
      const found = this.#durations[place];
      if (found === duration || found === 0) return place;
      place = (place + 1) & mask;
    }
  }

  #grow(): void {
    const [durations, counts] = [this.#durations, this.#counts];
    this.#durations = new Float64Array(2 * durations.length);
    this.#counts = new Float64Array(2 * durations.length);
    for (let old = 0; old < durations.length; old++) {
      const duration = durations[old] ?? 0;
      if (duration === 0) continue;
      const place = this.#placeOf(duration as Microseconds);
      this.#durations[place] = duration;
      this.#counts[place] = counts[old] ?? 0;
    }
  }
}
