import { nanoseconds, type Nanoseconds } from '../../units.ts';

/** The root stands here, so that four children begin at a multiple of four and share a line of the cache. */
const ROOT = 3;
const FIRST_CAPACITY = 64;

/**
 * Events in a heap whose nodes have four children (Johnson 1975), aligned to cache lines (LaMarca & Ladner 1996). Events
 * of one time come out in the order in which they were added.
 */
export class EventHeap {
  #times = new Float64Array(ROOT + FIRST_CAPACITY);
  #numbers = new Int32Array(ROOT + FIRST_CAPACITY);
  /** In which order the events were added, modulo 2^32. */
  #orders = new Int32Array(ROOT + FIRST_CAPACITY);
  #end = ROOT;
  #added = 0;

  get size(): number {
    return this.#end - ROOT;
  }

  /** When the next event is; Infinity when there is none. */
  get nextAt(): Nanoseconds {
    return nanoseconds(this.#end === ROOT ? Infinity : (this.#times[ROOT] ?? Infinity));
  }

  /** Hot. */
  add(at: Nanoseconds, number: number): void {
    if (this.#end === this.#times.length) this.#grow();
    const times = this.#times;
    const numbers = this.#numbers;
    const orders = this.#orders;
    let place = this.#end++;
    while (place > ROOT) {
      const parent = (place >> 2) + 2;
      const time = times[parent] ?? 0;
      // One that was added later is behind those of its time.
      if (time <= at) break;
      times[place] = time;
      numbers[place] = numbers[parent] ?? 0;
      orders[place] = orders[parent] ?? 0;
      place = parent;
    }
    times[place] = at;
    numbers[place] = number;
    orders[place] = this.#added;
    this.#added = (this.#added + 1) | 0;
  }

  /** Hot: takes the next event out; there has to be one. @returns its number */
  take(): number {
    const number = this.#numbers[ROOT] ?? 0;
    const last = --this.#end;
    if (last > ROOT) this.#sinkFromRoot(last);
    return number;
  }

  /** Finds the place of the last event, which is behind the end already. */
  #sinkFromRoot(last: number): void {
    const times = this.#times;
    const numbers = this.#numbers;
    const orders = this.#orders;
    const at = times[last] ?? 0;
    const order = orders[last] ?? 0;
    let place = ROOT;
    for (let first = 4; first < last; first = (place - 2) << 2) {
      let least = first;
      let time = times[first] ?? 0;
      const beyond = Math.min(first + 4, last);
      for (let child = first + 1; child < beyond; child++) {
        const other = times[child] ?? 0;
        if (other > time || (other === time && comesFirst(orders[least] ?? 0, orders[child] ?? 0))) continue;
        least = child;
        time = other;
      }
      if (time > at || (time === at && comesFirst(order, orders[least] ?? 0))) break;
      times[place] = time;
      numbers[place] = numbers[least] ?? 0;
      orders[place] = orders[least] ?? 0;
      place = least;
    }
    times[place] = at;
    numbers[place] = numbers[last] ?? 0;
    orders[place] = order;
  }

  #grow(): void {
    const times = this.#times;
    const numbers = this.#numbers;
    const orders = this.#orders;
    this.#times = new Float64Array(2 * times.length);
    this.#times.set(times);
    this.#numbers = new Int32Array(2 * times.length);
    this.#numbers.set(numbers);
    this.#orders = new Int32Array(2 * times.length);
    this.#orders.set(orders);
  }
}

/** Orders are compared by their difference, so that they may begin anew; never so many are in the heap at once. */
const comesFirst = (order: number, other: number): boolean => ((order - other) | 0) < 0;
