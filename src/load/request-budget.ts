/**
 * How many more requests may be started, shared by the generator threads: so a fast thread takes more of them than a
 * slow one, and all end at about the same time.
 */
export class RequestBudget {
  readonly #left: BigInt64Array<SharedArrayBuffer> | undefined;
  #exhausted = false;

  /** @param memory what `createMemory` made, the same in every thread; undefined where there is no limit */
  constructor(memory: SharedArrayBuffer | undefined) {
    this.#left = memory === undefined ? undefined : new BigInt64Array(memory);
  }

  static createMemory(requests: number): SharedArrayBuffer {
    const memory = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
    new BigInt64Array(memory)[0] = BigInt(requests);
    return memory;
  }

  /** Takes one. @returns whether there was one */
  take(): boolean {
    if (this.#left === undefined) return true;
    if (this.#exhausted) return false;
    this.#exhausted = Atomics.sub(this.#left, 0, 1n) <= 0n;
    return !this.#exhausted;
  }

  /** There is none left, as this thread knows since it was refused one. */
  get exhausted(): boolean {
    return this.#exhausted;
  }
}
