import { nanoseconds, type Nanoseconds } from '../units.ts';

/**
 * Connections that wait until a moment, the soonest first: for the end of a rest after a failure, of a think time, of
 * their part of the ramp. A binary heap in typed arrays: a server that is down fails every connection over and over,
 * and that must not cost a timer and a closure each time.
 */
export class DueConnections {
  readonly #heap: Int32Array;
  readonly #dueAt: Float64Array;
  #size = 0;

  constructor(connections: number) {
    this.#heap = new Int32Array(connections);
    this.#dueAt = new Float64Array(connections);
  }

  /** Adds a connection that is not in here yet. */
  add(connection: number, dueAt: Nanoseconds): void {
    this.#dueAt[connection] = dueAt;
    let place = this.#size++;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#dueOf(parent) <= dueAt) break;
      this.#heap[place] = this.#heap[parent] ?? 0;
      place = parent;
    }
    this.#heap[place] = connection;
  }

  /** When the next is due; Infinity when there is none. */
  get nextAt(): Nanoseconds {
    return nanoseconds(this.#size === 0 ? Infinity : this.#dueOf(0));
  }

  /** Takes out the connection that was due first; undefined when none is due yet. */
  takeDue(now: Nanoseconds): number | undefined {
    if (this.nextAt > now) return undefined;
    const due = this.#heap[0] ?? 0;
    this.#size--;
    this.#sink(this.#heap[this.#size] ?? 0);
    return due;
  }

  /** Puts the connection that was last in the heap where it belongs, from the top down. */
  #sink(connection: number): void {
    const dueAt = this.#dueAt[connection] ?? 0;
    let place = 0;
    for (let child = 1; child < this.#size; child = 2 * place + 1) {
      if (child + 1 < this.#size && this.#dueOf(child + 1) < this.#dueOf(child)) child++;
      if (this.#dueOf(child) >= dueAt) break;
      this.#heap[place] = this.#heap[child] ?? 0;
      place = child;
    }
    this.#heap[place] = connection;
  }

  #dueOf(place: number): number {
    return this.#dueAt[this.#heap[place] ?? 0] ?? 0;
  }
}
