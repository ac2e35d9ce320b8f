import { highWord, lowWord, type NativeMemory } from '../native-memory.ts';
import type { Address } from '../system-calls.ts';
import { IORING_REGISTER_PBUF_RING } from './constants.ts';
import type { Ring } from './ring.ts';

/** What is larger comes in several pieces. */
export const RECEIVE_BUFFER_BYTES = 4_096;
const MOST_BUFFERS = 512;
const FEWEST_BUFFERS = 64;
/** The buffers' number as a group; there is no other. */
export const BUFFER_GROUP = 0;

/** struct io_uring_buf: address (2 words), length, then in 16 bits its number; the last 16 of the first are the tail. */
const ENTRY_BYTES = 16;
const LENGTH = 2;
const NUMBER = 6;
const TAIL = 7;

/** struct io_uring_buf_reg, in words. */
const REGISTRATION_BYTES = 40;
const RING_ENTRIES = 2;
const GROUP = 3;

/** How many buffers so many connections share: what arrives while all are in use waits in its socket. */
export function receiveBufferCount(connections: number): number {
  const enough = 2 ** Math.ceil(Math.log2(Math.max(1, connections)));
  return Math.min(MOST_BUFFERS, Math.max(FEWEST_BUFFERS, enough));
}

/** The memory that so many buffers take. The first has to lie at the beginning of a page. */
export function receiveBufferPieces(count: number): number[] {
  return [count * ENTRY_BYTES, count * RECEIVE_BUFFER_BYTES, REGISTRATION_BYTES];
}

/** Buffers that the kernel takes from a ring as it needs them, whichever connection it is that receives. */
export class ReceiveBuffers {
  /** All buffers, one after the other. */
  readonly bytes: Buffer<ArrayBuffer>;
  readonly words: Int32Array;
  readonly #address: Address;
  readonly #entries: Int32Array;
  readonly #halves: Uint16Array;
  readonly #mask: number;
  readonly #registration: Address;
  #tail = 0;

  /**
   * @param memory of which nothing has been taken: the ring begins a page
   * @param count a power of two
   */
  constructor(memory: NativeMemory, count: number) {
    const entries = memory.take(count * ENTRY_BYTES);
    const buffers = memory.take(count * RECEIVE_BUFFER_BYTES);
    const registration = memory.take(REGISTRATION_BYTES);
    this.#registration = registration.address;
    this.bytes = buffers.bytes;
    this.words = buffers.words;
    this.#address = buffers.address;
    this.#entries = entries.words;
    this.#halves = new Uint16Array(entries.bytes.buffer, entries.bytes.byteOffset, count * (ENTRY_BYTES / 2));
    this.#mask = count - 1;
    registration.bytes.writeBigUInt64LE(BigInt(entries.address));
    registration.words[RING_ENTRIES] = count;
    registration.words[GROUP] = BUFFER_GROUP;
    for (let buffer = 0; buffer < count; buffer++) this.giveBack(buffer);
  }

  /** Lets a ring take them. */
  lendTo(ring: Ring): void {
    ring.register(IORING_REGISTER_PBUF_RING, this.#registration, 1);
    this.publish();
  }

  /** Hot: once a response. Lets the kernel have a buffer again, once it is published. */
  giveBack(buffer: number): void {
    const entry = this.#tail & this.#mask;
    const address = this.#address + buffer * RECEIVE_BUFFER_BYTES;
    const word = entry * (ENTRY_BYTES / 4);
    this.#entries[word] = lowWord(address);
    this.#entries[word + 1] = highWord(address);
    this.#entries[word + LENGTH] = RECEIVE_BUFFER_BYTES;
    this.#halves[entry * (ENTRY_BYTES / 2) + NUMBER] = buffer;
    this.#tail = (this.#tail + 1) & 0xffff;
  }

  /** Lets the kernel see what was given back. */
  publish(): void {
    Atomics.store(this.#halves, TAIL, this.#tail);
  }
}
