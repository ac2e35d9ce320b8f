import { AF_UNIX, SOCK_CLOEXEC, SOCK_STREAM } from './constants.ts';
import { errnoName } from './errno-name.ts';
import { NativeMemory, type NativePiece } from './native-memory.ts';
import { lastErrno, systemCalls } from './system-calls.ts';
import { messageOf } from '../../../errors.ts';
import { nanoseconds } from '../../../units.ts';
import { IORING_CQE_F_BUFFER, IORING_CQE_F_MORE } from './uring/constants.ts';
import { kindOf, Operations, OPERATIONS_PIECES, RECEIVED } from './uring/operations.ts';
import { RECEIVE_BUFFERS_PIECES, ReceiveBuffers } from './uring/receive-buffers.ts';
import { Ring, RING_PIECES } from './uring/ring.ts';
import { STAMPED_PREFIX_BYTES } from './uring/stamped-message.ts';

const COMPLETIONS = 256;
const PAIR_BYTES = 8;
const REQUEST = Buffer.from('?');
/** The byte is there as soon as it is sent. */
const WITHIN = nanoseconds(1e9);

/**
 * Makes one of each thing the transport is made of, and sends a byte through them: kernels lack some of it, and
 * many a sandbox forbids all of it.
 * @returns what does not work here, or undefined
 */
export function tryUring(): string | undefined {
  const memory = new NativeMemory(
    NativeMemory.sizeFor([
      ...RECEIVE_BUFFERS_PIECES,
      ...RING_PIECES,
      ...OPERATIONS_PIECES,
      PAIR_BYTES,
      REQUEST.length,
    ]),
  );
  try {
    return tryIn(memory);
  } catch (error) {
    return messageOf(error);
  } finally {
    memory.release();
  }
}

function tryIn(memory: NativeMemory): string | undefined {
  const buffers = new ReceiveBuffers(memory);
  const ring = new Ring(memory, COMPLETIONS);
  try {
    buffers.lendTo(ring);
    return trySocketPair(memory, ring);
  } finally {
    ring.close();
  }
}

function trySocketPair(memory: NativeMemory, ring: Ring): string | undefined {
  const pair = memory.take(PAIR_BYTES);
  if (systemCalls.socketPair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.address) < 0)
    return `socketpair failed (${errnoName(lastErrno())})`;
  const [from = -1, to = -1] = pair.words;
  try {
    const request = memory.take(REQUEST.length);
    request.bytes.set(REQUEST);
    sendThrough(new Operations(memory, ring, true), from, to, request);
    ring.submitAndWait(WITHIN);
    return problemOf(ring);
  } finally {
    systemCalls.close(from);
    systemCalls.close(to);
  }
}

function sendThrough(ask: Operations, from: number, to: number, { address, bytes }: NativePiece): void {
  ask.receive(0, 0, to);
  ask.send(0, 0, from, address, bytes.length, true);
}

/** What the one completion that there should be lacks. */
function problemOf({ completions }: Ring): string | undefined {
  const { head, tail } = completions;
  if (head === tail) return 'io_uring does nothing';
  const result = completions.resultOf(head);
  if (result < 0) return `io_uring cannot receive, or not send (${errnoName(-result)})`;
  const wanted = IORING_CQE_F_BUFFER | IORING_CQE_F_MORE;
  const received =
    kindOf(completions.keyOf(head)) === RECEIVED && result === STAMPED_PREFIX_BYTES + REQUEST.length;
  return received && (completions.flagsOf(head) & wanted) === wanted
    ? undefined
    : 'io_uring receives once only';
}
