/** Connections of one kind, the last that was pushed taken first; each is in here once at most. */
export class ConnectionStack {
  readonly #stack: Int32Array;
  readonly #isIn: Uint8Array;
  #size = 0;

  constructor(capacity: number) {
    this.#stack = new Int32Array(capacity);
    this.#isIn = new Uint8Array(capacity);
  }

  /** Adds a connection; does nothing when it is in here. */
  push(connection: number): void {
    if (this.#isIn[connection] === 1) return;
    this.#isIn[connection] = 1;
    this.#stack[this.#size++] = connection;
  }

  /** Takes out the one that was pushed last; undefined when there is none. */
  pop(): number | undefined {
    if (this.#size === 0) return undefined;
    const connection = this.#stack[--this.#size] ?? 0;
    this.#isIn[connection] = 0;
    return connection;
  }
}
