import { highWord, lowWord, type NativeMemory } from '../native-memory.ts';
import type { Address } from '../system-calls.ts';
import { IORING_REGISTER_PBUF_RING } from './constants.ts';
import type { Ring } from './ring.ts';

/**
 * What is larger comes in several pieces. No power of two, or the beginnings of all buffers would share a few lines
 * of the processor's cache. Pages that nothing reaches take no memory.
 */
export const RECEIVE_BUFFER_BYTES = 16_384 + 640;
/** All connections share so many: what arrives while they are in use waits in its socket. A power of two. */
const BUFFERS = 256;
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

/** The memory that the buffers take. The first piece has to lie at the beginning of a page. */
export const RECEIVE_BUFFERS_PIECES = [
  BUFFERS * ENTRY_BYTES,
  BUFFERS * RECEIVE_BUFFER_BYTES,
  REGISTRATION_BYTES,
] as const;

/** Buffers that the kernel takes from a ring as it needs them, whichever connection it is that receives. */
export class ReceiveBuffers {
  /** All buffers, one after the other. */
  readonly bytes: Buffer<ArrayBuffer>;
  readonly words: Int32Array;
  readonly #address: Address;
  readonly #entries: Int32Array;
  readonly #halves: Uint16Array;
  readonly #registration: Address;
  #tail = 0;

  /** @param memory of which nothing has been taken: the ring begins a page */
  constructor(memory: NativeMemory) {
    const entries = memory.take(BUFFERS * ENTRY_BYTES);
    const buffers = memory.take(BUFFERS * RECEIVE_BUFFER_BYTES);
    const registration = memory.take(REGISTRATION_BYTES);
    this.#registration = registration.address;
    this.bytes = buffers.bytes;
    this.words = buffers.words;
    this.#address = buffers.address;
    this.#entries = entries.words;
    this.#halves = new Uint16Array(
      entries.bytes.buffer,
      entries.bytes.byteOffset,
      BUFFERS * (ENTRY_BYTES / 2),
    );
    registration.bytes.writeBigUInt64LE(BigInt(entries.address));
    registration.words[RING_ENTRIES] = BUFFERS;
    registration.words[GROUP] = BUFFER_GROUP;
    for (let buffer = 0; buffer < BUFFERS; buffer++) this.giveBack(buffer);
  }

  /** Lets a ring take them. */
  lendTo(ring: Ring): void {
    ring.register(IORING_REGISTER_PBUF_RING, this.#registration, 1);
    this.publish();
  }

  /** Hot: once a response. Lets the kernel have a buffer again, once it is published. */
  giveBack(buffer: number): void {
    const entry = this.#tail & (BUFFERS - 1);
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
