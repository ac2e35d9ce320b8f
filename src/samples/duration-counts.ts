import type { Microseconds } from '../units.ts';
import { DurationTable, type TransferredTable } from './duration-table.ts';

/** Durations below this are counted in a flat table, the rarer longer ones in a hash table. */
const FLAT_MICROSECONDS = 65_536;

/** A duration and how often it was seen. */
export type DurationCount = readonly [duration: Microseconds, count: number];

/** How many durations a list stands for. */
export function totalCount(list: readonly DurationCount[]): number {
  let sum = 0;
  for (let index = 0; index < list.length; index++) sum += list[index]?.[1] ?? 0;
  return sum;
}

/** Puts two lists of durations together; each ascends, and so does the result. */
export function mergeSorted(
  one: readonly DurationCount[],
  other: readonly DurationCount[],
): readonly DurationCount[] {
  if (other.length === 0) return one;
  const merged: DurationCount[] = [];
  let [left, right] = [0, 0];
  while (left < one.length || right < other.length) {
    const ofOne = one[left] ?? AFTER_ALL;
    const ofOther = other[right] ?? AFTER_ALL;
    if (ofOne[0] === ofOther[0]) merged.push([ofOne[0], ofOne[1] + ofOther[1]]);
    else merged.push(ofOne[0] < ofOther[0] ? ofOne : ofOther);
    if (ofOne[0] <= ofOther[0]) left++;
    if (ofOther[0] <= ofOne[0]) right++;
  }
  return merged;
}

const AFTER_ALL: DurationCount = [Infinity as Microseconds, 0];

/** What crosses from a generator thread to the main one. */
export interface TransferredCounts {
  flat: Uint32Array<ArrayBuffer>;
  long: TransferredTable;
}

/**
 * How often each duration was seen, exact to the microsecond. A histogram's bucket at 10 s is 8 ms wide, too
 * coarse to tell whether a request still in flight had already waited longer than one that completed.
 */
export class DurationCounts {
  readonly #flat: Uint32Array<ArrayBuffer>;
  readonly #long: DurationTable;

  constructor(from?: TransferredCounts) {
    this.#flat = from?.flat ?? new Uint32Array(FLAT_MICROSECONDS);
    this.#long = new DurationTable(from?.long);
  }

  /** Hot: no allocation below 65 ms. */
  add(duration: Microseconds, count = 1): void {
    if (duration < FLAT_MICROSECONDS) {
      this.#flat[duration] = (this.#flat[duration] ?? 0) + count;
    } else {
      this.#long.add(duration, count);
    }
  }

  addAll(other: DurationCounts): void {
    for (const [duration, count] of other.sorted()) this.add(duration, count);
  }

  /** Every duration that was seen, ascending. */
  sorted(): DurationCount[] {
    const entries: DurationCount[] = [];
    for (let duration = 0; duration < FLAT_MICROSECONDS; duration++) {
      const count = this.#flat[duration] ?? 0;
      if (count > 0) entries.push([duration as Microseconds, count]);
    }
    return entries.concat(this.#long.sorted());
  }

  toTransfer(): TransferredCounts {
    return { flat: this.#flat, long: this.#long.toTransfer() };
  }
}
