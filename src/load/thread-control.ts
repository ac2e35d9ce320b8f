const LOAD = 0;
const CONNECT = 1;
const GO = 2;
const STOP = 3;

/**
 * What the main thread tells all generator threads: to open their connections once all have loaded their code, to go,
 * to stop. It stands in memory they share and look at on every tick, because a thread inside a system call hears no
 * message.
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

  /** Lets the threads open their connections, unless they have been stopped. */
  connect(): void {
    Atomics.compareExchange(this.#order, 0, LOAD, CONNECT);
    Atomics.notify(this.#order, 0);
  }

  /** Blocks a generator thread until it may open its connections, or has been stopped. */
  waitToConnect(): void {
    Atomics.wait(this.#order, 0, LOAD);
  }

  /** Lets the threads send, unless they have been stopped. */
  go(): void {
    Atomics.compareExchange(this.#order, 0, CONNECT, GO);
  }

  stop(): void {
    Atomics.store(this.#order, 0, STOP);
    Atomics.notify(this.#order, 0);
  }

  /** The threads need not wait for anything any more: they were told to go, or to stop. */
  get begun(): boolean {
    return Atomics.load(this.#order, 0) >= GO;
  }

  get stopped(): boolean {
    return Atomics.load(this.#order, 0) === STOP;
  }
}
