import { nanoseconds, type Nanoseconds } from '../units.ts';

/**
 * The closed connections that wait before they are opened again, the soonest due first: a binary heap in typed
 * arrays, since rests differ in length. A server that is down fails every connection over and over; that must not
 * cost a timer and a closure each time.
 */
export class RestingConnections {
  readonly #heap: Int32Array;
  readonly #until: Float64Array;
  #size = 0;

  constructor(connections: number) {
    this.#heap = new Int32Array(connections);
    this.#until = new Float64Array(connections);
  }

  /** Lays a connection to rest that does not rest yet. */
  add(connection: number, until: Nanoseconds): void {
    this.#until[connection] = until;
    let place = this.#size++;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#untilAt(parent) <= until) break;
      this.#heap[place] = this.#heap[parent] ?? 0;
      place = parent;
    }
    this.#heap[place] = connection;
  }

  /** When the next rest is over; Infinity when nothing rests. */
  get nextAt(): Nanoseconds {
    return nanoseconds(this.#size === 0 ? Infinity : this.#untilAt(0));
  }

  /** Takes out the connection whose rest was over first; undefined when none is over yet. */
  takeRested(now: Nanoseconds): number | undefined {
    if (this.nextAt > now) return undefined;
    const rested = this.#heap[0] ?? 0;
    this.#size--;
    this.#sink(this.#heap[this.#size] ?? 0);
    return rested;
  }

  /** Puts the connection that was last in the heap where it belongs, from the top down. */
  #sink(connection: number): void {
    const until = this.#until[connection] ?? 0;
    let place = 0;
    for (let child = 1; child < this.#size; child = 2 * place + 1) {
      if (child + 1 < this.#size && this.#untilAt(child + 1) < this.#untilAt(child)) child++;
      if (this.#untilAt(child) >= until) break;
      this.#heap[place] = this.#heap[child] ?? 0;
      place = child;
    }
    this.#heap[place] = connection;
  }

  #untilAt(place: number): number {
    return this.#until[this.#heap[place] ?? 0] ?? 0;
  }
}
