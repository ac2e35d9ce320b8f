import type { Nanoseconds } from '../units.ts';

const NONE = -1;

/**
 * The requests in flight, oldest first: since all have the same time-out, the first is always the next to reach
 * it. A doubly linked list in typed arrays, so that adding and removing one costs no allocation and no search.
 */
export class TimeOuts {
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #startedAt: Float64Array;
  readonly #listed: Uint8Array;
  #oldest = NONE;
  #newest = NONE;

  constructor(connections: number) {
    this.#next = new Int32Array(connections);
    this.#previous = new Int32Array(connections);
    this.#startedAt = new Float64Array(connections);
    this.#listed = new Uint8Array(connections);
  }

  /** Lists a connection as the newest; starts must not go back in time. */
  add(connection: number, startedAt: Nanoseconds): void {
    this.#listed[connection] = 1;
    this.#startedAt[connection] = startedAt;
    this.#next[connection] = NONE;
    this.#previous[connection] = this.#newest;
    if (this.#newest === NONE) this.#oldest = connection;
    else this.#next[this.#newest] = connection;
    this.#newest = connection;
  }

  /** Forgets a connection; does nothing when it is not listed. */
  remove(connection: number): void {
    if (this.#listed[connection] !== 1) return;
    this.#listed[connection] = 0;
    const previous = this.#previous[connection] ?? NONE;
    const next = this.#next[connection] ?? NONE;
    if (previous === NONE) this.#oldest = next;
    else this.#next[previous] = next;
    if (next === NONE) this.#newest = previous;
    else this.#previous[next] = previous;
  }

  /** The connection whose request is the oldest. */
  get oldest(): number | undefined {
    return this.#oldest === NONE ? undefined : this.#oldest;
  }

  startOf(connection: number): Nanoseconds {
    return (this.#startedAt[connection] ?? 0) as Nanoseconds;
  }
}
