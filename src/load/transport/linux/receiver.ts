import { nanoseconds, type Nanoseconds } from '../../../units.ts';
import { CLOCK_REALTIME, SO_TIMESTAMPNS } from './constants.ts';
import type { NativeMemory, NativePiece } from './native-memory.ts';
import { RealtimeOffset } from './realtime-offset.ts';
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
const TIMESPEC_BYTES = 16;

/** struct cmsghdr with a timespec, in words: length (2), level, type, seconds (2), nanoseconds (2). */
const CMSG_TYPE = 3;
const CMSG_SECONDS = 4;
const CMSG_NANOSECONDS = 6;

/** The memory that a receiver takes. */
export const RECEIVER_PIECES = [
  RECEIVE_BUFFER_BYTES,
  HEADER_BYTES,
  IOVEC_BYTES,
  CONTROL_BYTES,
  TIMESPEC_BYTES,
] as const;

/** Receives into one buffer, and tells when the kernel had the bytes where it stamps them. */
export class Receiver {
  readonly buffer: Buffer<ArrayBuffer>;
  readonly #buffer: NativePiece;
  readonly #header: NativePiece;
  readonly #control: NativePiece;
  readonly #timespec: NativePiece;
  readonly #stamped: boolean;
  readonly #offset: RealtimeOffset;
  /** Nanoseconds since 1970 do not fit a double; those since the second this was made do. */
  readonly #epochSeconds: number;

  constructor(memory: NativeMemory, stamped: boolean) {
    this.#buffer = memory.take(RECEIVE_BUFFER_BYTES);
    this.buffer = this.#buffer.bytes;
    this.#header = memory.take(HEADER_BYTES);
    const vector = memory.take(IOVEC_BYTES);
    this.#control = memory.take(CONTROL_BYTES);
    this.#timespec = memory.take(TIMESPEC_BYTES);
    this.#stamped = stamped;
    vector.bytes.writeBigUInt64LE(BigInt(this.#buffer.address), 0);
    vector.bytes.writeBigUInt64LE(BigInt(RECEIVE_BUFFER_BYTES), 8);
    this.#header.bytes.writeBigUInt64LE(BigInt(vector.address), IOV);
    this.#header.bytes.writeBigUInt64LE(1n, IOV_COUNT);
    this.#header.bytes.writeBigUInt64LE(BigInt(this.#control.address), CONTROL);
    this.#epochSeconds = Math.floor(Date.now() / 1_000);
    this.#offset = new RealtimeOffset(() => this.#realtimeNow());
  }

  /** Hot: once a response. @returns how many bytes came into the buffer, 0 at the end, -1 with an errno */
  receive(fd: number): number {
    if (!this.#stamped) return systemCalls.recv(fd, this.#buffer.address, RECEIVE_BUFFER_BYTES, 0);
    this.#header.words[CONTROL_LENGTH / 4] = CONTROL_BYTES;
    return systemCalls.recvmsg(fd, this.#header.address, 0);
  }

  /** Keeps the mapping between the clocks fresh. */
  refresh(now: Nanoseconds): void {
    if (this.#stamped) this.#offset.refresh(now);
  }

  /** Hot: when the kernel had the last of the bytes just received; NaN when it does not say. */
  get stamp(): Nanoseconds {
    const control = this.#control.words;
    if (!this.#stamped || this.#header.words[CONTROL_LENGTH / 4] === 0) return nanoseconds(NaN);
    if (control[CMSG_TYPE] !== SO_TIMESTAMPNS) return nanoseconds(NaN);
    return this.#offset.toMonotonic(
      this.#sinceEpoch(control[CMSG_SECONDS] ?? 0, control[CMSG_NANOSECONDS] ?? 0),
    );
  }

  #realtimeNow(): number {
    systemCalls.clockGetTime(CLOCK_REALTIME, this.#timespec.address);
    return this.#sinceEpoch(this.#timespec.words[0] ?? 0, this.#timespec.words[2] ?? 0);
  }

  /** The low word of the seconds is enough: the difference wraps as the words do (from 2038 on they are negative). */
  #sinceEpoch(seconds: number, nanos: number): number {
    return ((seconds - this.#epochSeconds) | 0) * 1e9 + nanos;
  }
}
