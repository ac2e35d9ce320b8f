import { nanoseconds } from '../../units.ts';
import { blankSample, type OutcomeCode, type Sample } from './sample.ts';

/**
 * Room for 163 ms of one thread at 200,000 requests/s: a main thread that stalls for 100 ms between two drains, 20 ms
 * apart, loses nothing. A power of two, so that a position becomes a place by a mask.
 */
export const RING_CAPACITY = 32_768;

/** Positions are 32-bit counts that wrap; each stands in a cache line pair of its own, since two threads write. */
const HEAD = 0;
const DROPPED = 1;
const TAIL = 32;
const HEADER_BYTES = 256;

const STAMPS = 4;
const CODES = 5;
const SAMPLE_BYTES = STAMPS * Float64Array.BYTES_PER_ELEMENT + CODES * Int32Array.BYTES_PER_ELEMENT;

/**
 * Samples on their way from the one thread that pushes to the one that drains. Neither ever waits for the other: what
 * finds no room is dropped and counted.
 */
export class SampleRing {
  readonly #positions: Int32Array<SharedArrayBuffer>;
  readonly #stamps: Float64Array<SharedArrayBuffer>;
  readonly #codes: Int32Array<SharedArrayBuffer>;
  readonly #capacity: number;
  /** The thread that pushes: where the next sample goes, and up to where the other was last seen to have drained. */
  #head: number;
  #knownTail: number;
  /** The thread that drains: the sample that is handed out. */
  readonly #sample = blankSample();

  /** @param memory what `createMemory` made, the same in both threads */
  constructor(memory: SharedArrayBuffer) {
    this.#capacity = (memory.byteLength - HEADER_BYTES) / SAMPLE_BYTES;
    const stamps = this.#capacity * STAMPS;
    this.#positions = new Int32Array(memory, 0, HEADER_BYTES / Int32Array.BYTES_PER_ELEMENT);
    this.#stamps = new Float64Array(memory, HEADER_BYTES, stamps);
    this.#codes = new Int32Array(memory, HEADER_BYTES + this.#stamps.byteLength, this.#capacity * CODES);
    this.#head = Atomics.load(this.#positions, HEAD);
    this.#knownTail = Atomics.load(this.#positions, TAIL);
  }

  /** @param capacity a power of two */
  static createMemory(capacity = RING_CAPACITY): SharedArrayBuffer {
    return new SharedArrayBuffer(HEADER_BYTES + capacity * SAMPLE_BYTES);
  }

  /** Hot: once a request. Copies a sample into the ring, or drops it when there is no room. */
  push(sample: Readonly<Sample>): void {
    const head = this.#head;
    if (((head - this.#knownTail) | 0) === this.#capacity) {
      this.#knownTail = Atomics.load(this.#positions, TAIL);
      if (((head - this.#knownTail) | 0) === this.#capacity) {
        Atomics.add(this.#positions, DROPPED, 1);
        return;
      }
    }
    const place = head & (this.#capacity - 1);
    const stamps = this.#stamps;
    const stamp = place * STAMPS;
    stamps[stamp] = sample.intendedAt;
    stamps[stamp + 1] = sample.startedAt;
    stamps[stamp + 2] = sample.firstByteAt;
    stamps[stamp + 3] = sample.endedAt;
    const codes = this.#codes;
    const code = place * CODES;
    codes[code] = sample.connection;
    codes[code + 1] = sample.request;
    codes[code + 2] = sample.status;
    codes[code + 3] = sample.outcome;
    codes[code + 4] = sample.failure;
    this.#head = (head + 1) | 0;
    // Last: what the other thread sees below the head is whole.
    Atomics.store(this.#positions, HEAD, this.#head);
  }

  /**
   * Hands out the samples there are, oldest first, each in the same object.
   * @param take says whether it took the sample; one it did not take stays and is the next drain's first
   * @returns whether all were taken
   */
  drain(take: (sample: Readonly<Sample>) => boolean): boolean {
    const head = Atomics.load(this.#positions, HEAD);
    let tail = Atomics.load(this.#positions, TAIL);
    while (tail !== head && take(this.#read(tail))) tail = (tail + 1) | 0;
    Atomics.store(this.#positions, TAIL, tail);
    return tail === head;
  }

  /** How many samples found no room. */
  get dropped(): number {
    return Atomics.load(this.#positions, DROPPED) >>> 0;
  }

  /** How many samples wait to be drained. */
  get waiting(): number {
    return (Atomics.load(this.#positions, HEAD) - Atomics.load(this.#positions, TAIL)) | 0;
  }

  #read(position: number): Sample {
    const sample = this.#sample;
    const place = position & (this.#capacity - 1);
    const stamp = place * STAMPS;
    sample.intendedAt = nanoseconds(this.#stamps[stamp] ?? NaN);
    sample.startedAt = nanoseconds(this.#stamps[stamp + 1] ?? NaN);
    sample.firstByteAt = nanoseconds(this.#stamps[stamp + 2] ?? NaN);
    sample.endedAt = nanoseconds(this.#stamps[stamp + 3] ?? NaN);
    const code = place * CODES;
    sample.connection = this.#codes[code] ?? 0;
    sample.request = this.#codes[code + 1] ?? 0;
    sample.status = this.#codes[code + 2] ?? 0;
    sample.outcome = (this.#codes[code + 3] ?? 0) as OutcomeCode;
    sample.failure = this.#codes[code + 4] ?? 0;
    return sample;
  }
}
