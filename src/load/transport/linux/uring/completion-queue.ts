/** struct io_uring_cqe: where its fields are, in words. */
export const COMPLETION_BYTES = 16;
const WORDS = COMPLETION_BYTES / Int32Array.BYTES_PER_ELEMENT;
const GENERATION = 1;
const RESULT = 2;
const FLAGS = 3;

/** struct io_cqring_offsets, in words. */
const HEAD = 0;
const TAIL = 1;
const MASK = 2;
const CQES = 5;

/** What the kernel has done, or what has come in, in order. A completion is named by its place in the queue. */
export class CompletionQueue {
  readonly #queue: Int32Array;
  readonly #head: number;
  readonly #tail: number;
  readonly #first: number;
  readonly #mask: number;

  /** @param offsets where the fields are in the queues' memory, as the kernel says */
  constructor(queues: ArrayBuffer, offsets: Int32Array) {
    this.#queue = new Int32Array(queues, 0, queues.byteLength >> 2);
    this.#head = (offsets[HEAD] ?? 0) >> 2;
    this.#tail = (offsets[TAIL] ?? 0) >> 2;
    this.#first = (offsets[CQES] ?? 0) >> 2;
    this.#mask = this.#queue[(offsets[MASK] ?? 0) >> 2] ?? 0;
  }

  /** The place of the first that was not released yet. */
  get head(): number {
    return Atomics.load(this.#queue, this.#head);
  }

  /** The place where the kernel puts the next one. */
  get tail(): number {
    return Atomics.load(this.#queue, this.#tail);
  }

  /** Gives the places before this one back to the kernel. */
  release(place: number): void {
    Atomics.store(this.#queue, this.#head, place);
  }

  keyOf(place: number): number {
    return this.#queue[this.#wordOf(place)] ?? 0;
  }

  generationOf(place: number): number {
    return this.#queue[this.#wordOf(place) + GENERATION] ?? 0;
  }

  /** What the operation returned, or the negative number of what went wrong. */
  resultOf(place: number): number {
    return this.#queue[this.#wordOf(place) + RESULT] ?? 0;
  }

  flagsOf(place: number): number {
    return this.#queue[this.#wordOf(place) + FLAGS] ?? 0;
  }

  #wordOf(place: number): number {
    return this.#first + (place & this.#mask) * WORDS;
  }
}
