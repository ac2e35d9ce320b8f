import type { Nanoseconds } from '../../../units.ts';
import type { ArrivalStamps } from './arrival-stamps.ts';
import { SO_TIMESTAMPNS } from './constants.ts';
import type { NativeMemory, NativePiece } from './native-memory.ts';
import { systemCalls } from './system-calls.ts';

export const RECEIVE_BUFFER_BYTES = 65_536;

/** struct msghdr on 64-bit Linux: where its fields are, in bytes, and in words of 4 where they are read again. */
const HEADER_BYTES = 56;
const IOV = 16;
const IOV_COUNT = 24;
const CONTROL = 32;
const CONTROL_LENGTH = 40;
const IOVEC_BYTES = 16;
const CONTROL_BYTES = 64;

/** struct cmsghdr with a timespec, in words: length (2), level, type, seconds (2), nanoseconds (2). */
const CMSG_TYPE = 3;
const CMSG_SECONDS = 4;
const CMSG_NANOSECONDS = 6;

/** The memory that a receiver takes. */
export const RECEIVER_PIECES = [RECEIVE_BUFFER_BYTES, HEADER_BYTES, IOVEC_BYTES, CONTROL_BYTES] as const;

/** Receives into one buffer, and tells when the kernel had the bytes where it stamps them. */
export class Receiver {
  readonly buffer: Buffer<ArrayBuffer>;
  readonly #buffer: NativePiece;
  readonly #header: NativePiece;
  readonly #control: NativePiece;
  readonly #stamped: boolean;
  readonly #stamps: ArrivalStamps;

  /** @param stamped the kernel stamps what arrives */
  constructor(memory: NativeMemory, stamped: boolean, stamps: ArrivalStamps) {
    this.#buffer = memory.take(RECEIVE_BUFFER_BYTES);
    this.buffer = this.#buffer.bytes;
    this.#header = memory.take(HEADER_BYTES);
    const vector = memory.take(IOVEC_BYTES);
    this.#control = memory.take(CONTROL_BYTES);
    this.#stamped = stamped;
    this.#stamps = stamps;
    vector.bytes.writeBigUInt64LE(BigInt(this.#buffer.address), 0);
    vector.bytes.writeBigUInt64LE(BigInt(RECEIVE_BUFFER_BYTES), 8);
    this.#header.bytes.writeBigUInt64LE(BigInt(vector.address), IOV);
    this.#header.bytes.writeBigUInt64LE(1n, IOV_COUNT);
    this.#header.bytes.writeBigUInt64LE(BigInt(this.#control.address), CONTROL);
  }

  /** Hot: once a response. @returns how many bytes came into the buffer, 0 at the end, -1 with an errno */
  receive(fd: number): number {
    if (!this.#stamped) return systemCalls.recv(fd, this.#buffer.address, RECEIVE_BUFFER_BYTES, 0);
    this.#header.words[CONTROL_LENGTH / 4] = CONTROL_BYTES;
    return systemCalls.recvmsg(fd, this.#header.address, 0);
  }

  /** Hot: when the last of the bytes just received arrived, which answer what was sent at `sentAt`. */
  arrivedAt(sentAt: number): Nanoseconds {
    const control = this.#control.words;
    const stamped = this.#stamped && this.#header.words[CONTROL_LENGTH / 4] !== 0;
    if (!stamped || control[CMSG_TYPE] !== SO_TIMESTAMPNS) return this.#stamps.fromUser();
    return this.#stamps.fromKernel(control[CMSG_SECONDS] ?? 0, control[CMSG_NANOSECONDS] ?? 0, sentAt);
  }
}
