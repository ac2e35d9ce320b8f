import type { Nanoseconds } from '../../../../units.ts';
import type { ArrivalStamps } from '../arrival-stamps.ts';
import { SO_TIMESTAMPNS } from '../constants.ts';
import type { NativeMemory } from '../native-memory.ts';
import type { Address } from '../system-calls.ts';

/** struct msghdr on 64-bit Linux: there is room for control data, and the bytes go to a buffer of the ring. */
export const MESSAGE_HEADER_BYTES = 56;
const CONTROL_LENGTH = 40;

/**
 * What multishot RECVMSG puts into a buffer: struct io_uring_recvmsg_out (name length, control length, payload
 * length, flags), then the control data, a struct cmsghdr with a timespec, then the bytes. In words from its start.
 */
const CONTROL_BYTES = 32;
const CONTROL_WRITTEN = 1;
const CMSG_TYPE = 4 + 3;
const CMSG_SECONDS = 4 + 4;
const CMSG_NANOSECONDS = 4 + 6;
/** How much comes before the bytes. */
export const STAMPED_PREFIX_BYTES = 16 + CONTROL_BYTES;

/** Makes the header that all receives share. */
export function messageHeader(memory: NativeMemory): Address {
  const { bytes, address } = memory.take(MESSAGE_HEADER_BYTES);
  bytes.writeBigUInt64LE(BigInt(CONTROL_BYTES), CONTROL_LENGTH);
  return address;
}

/** Hot: when the message that starts at this word arrived, which answers what was sent at `sentAt`. */
export function arrivalOf(
  words: Int32Array,
  start: number,
  stamps: ArrivalStamps,
  sentAt: number,
): Nanoseconds {
  if ((words[start + CONTROL_WRITTEN] ?? 0) === 0 || words[start + CMSG_TYPE] !== SO_TIMESTAMPNS)
    return stamps.fromUser();
  const seconds = words[start + CMSG_SECONDS] ?? 0;
  return stamps.fromKernel(seconds, words[start + CMSG_NANOSECONDS] ?? 0, sentAt);
}
