/** struct io_uring_sqe: where its fields are, in words. */
export const SUBMISSION_BYTES = 64;
const WORDS = SUBMISSION_BYTES / Int32Array.BYTES_PER_ELEMENT;
const FD = 1;
const OFFSET = 2;
const ADDRESS_LOW = 4;
const ADDRESS_HIGH = 5;
const LENGTH = 6;
const FLAGS = 7;
const KEY = 8;
const GENERATION = 9;

/** struct io_sqring_offsets, in words. */
const HEAD = 0;
const TAIL = 1;
const ENTRIES_ARRAY = 6;

/** What the kernel is asked to do, in order. */
export class SubmissionQueue {
  readonly #queue: Int32Array;
  readonly #entries: Int32Array;
  readonly #head: number;
  readonly #tail: number;
  readonly #size: number;
  readonly #mask: number;
  /** Where the next entry goes; the kernel sees it once it is published. */
  #next: number;

  /**
   * @param offsets where the fields are in the queues' memory, as the kernel says
   * @param size a power of two
   */
  constructor(queues: ArrayBuffer, entries: ArrayBuffer, offsets: Int32Array, size: number) {
    this.#queue = new Int32Array(queues, 0, queues.byteLength >> 2);
    this.#entries = new Int32Array(entries);
    this.#head = (offsets[HEAD] ?? 0) >> 2;
    this.#tail = (offsets[TAIL] ?? 0) >> 2;
    this.#size = size;
    this.#mask = size - 1;
    this.#next = Atomics.load(this.#queue, this.#tail);
    const array = (offsets[ENTRIES_ARRAY] ?? 0) >> 2;
    for (let entry = 0; entry < size; entry++) this.#queue[array + entry] = entry;
  }

  /** How many the kernel has not taken yet. */
  get queued(): number {
    return (this.#next - Atomics.load(this.#queue, this.#head)) | 0;
  }

  get isFull(): boolean {
    return this.queued >= this.#size;
  }

  /** Lets the kernel see what has been added. */
  publish(): void {
    Atomics.store(this.#queue, this.#tail, this.#next);
  }

  /**
   * Hot: once a request. The words that no operation here uses stay zero.
   * @param operation its code, then the flags of the submission and of the kind of operation, each shifted
   * @param key comes back with the completion, as does the generation
   */
  add(
    operation: number,
    fd: number,
    addressLow: number,
    addressHigh: number,
    length: number,
    flags: number,
    key: number,
    generation: number,
    offset = 0,
  ): void {
    const entry = (this.#next & this.#mask) * WORDS;
    const entries = this.#entries;
    entries[entry] = operation;
    entries[entry + FD] = fd;
    entries[entry + OFFSET] = offset;
    entries[entry + ADDRESS_LOW] = addressLow;
    entries[entry + ADDRESS_HIGH] = addressHigh;
    entries[entry + LENGTH] = length;
    entries[entry + FLAGS] = flags;
    entries[entry + KEY] = key;
    entries[entry + GENERATION] = generation;
    this.#next = (this.#next + 1) | 0;
  }
}
