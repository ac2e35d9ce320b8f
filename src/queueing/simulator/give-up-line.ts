const NONE = -1;

/**
 * The connections with a request in flight, in the order in which these are given up: since all have the same time-out,
 * that is the order in which they were begun. A doubly linked list in typed arrays.
 */
export class GiveUpLine {
  #before: Int32Array;
  #after: Int32Array;
  #first = NONE;
  #last = NONE;

  constructor(connections: number) {
    this.#before = new Int32Array(connections);
    this.#after = new Int32Array(connections);
  }

  /** The connection whose request was begun first; NONE when there is none. */
  get first(): number {
    return this.#first;
  }

  add(connection: number): void {
    this.#before[connection] = this.#last;
    this.#after[connection] = NONE;
    if (this.#last === NONE) this.#first = connection;
    else this.#after[this.#last] = connection;
    this.#last = connection;
  }

  remove(connection: number): void {
    const before = this.#before[connection] ?? NONE;
    const after = this.#after[connection] ?? NONE;
    if (before === NONE) this.#first = after;
    else this.#after[before] = after;
    if (after === NONE) this.#last = before;
    else this.#before[after] = before;
  }
}
