const CONNECT = 0;
const GO = 1;
const STOP = 2;

/**
 * What the main thread tells all generator threads: to open their connections, to go, to stop. It stands in memory
 * they share and look at on every tick, because a thread inside a system call hears no message.
 */
export class ThreadControl {
  readonly #order: Int32Array<SharedArrayBuffer>;

  /** @param memory what `createMemory` made, the same in every thread */
  constructor(memory: SharedArrayBuffer) {
    this.#order = new Int32Array(memory);
  }

  static createMemory(): SharedArrayBuffer {
    return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  }

  /** Lets the threads send, unless they have been stopped. */
  go(): void {
    Atomics.compareExchange(this.#order, 0, CONNECT, GO);
  }

  stop(): void {
    Atomics.store(this.#order, 0, STOP);
  }

  /** The threads need not wait for anything any more: they were told to go, or to stop. */
  get begun(): boolean {
    return Atomics.load(this.#order, 0) !== CONNECT;
  }

  get stopped(): boolean {
    return Atomics.load(this.#order, 0) === STOP;
  }
}
