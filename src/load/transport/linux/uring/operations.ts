import { MSG_NOSIGNAL, MSG_WAITALL } from '../constants.ts';
import { highWord, lowWord, type NativeMemory } from '../native-memory.ts';
import type { Address } from '../system-calls.ts';
import {
  IORING_OP_ASYNC_CANCEL,
  IORING_OP_CLOSE,
  IORING_OP_CONNECT,
  IORING_OP_POLL_ADD,
  IORING_OP_RECV,
  IORING_OP_RECVMSG,
  IORING_OP_SEND,
  IORING_POLL_ADD_MULTI,
  IORING_RECV_MULTISHOT,
  IOSQE_BUFFER_SELECT,
  IOSQE_CQE_SKIP_SUCCESS,
  POLLIN,
} from './constants.ts';
import type { Ring } from './ring.ts';
import { messageHeader, MESSAGE_HEADER_BYTES } from './stamped-message.ts';

/** What a completion is of: the lowest bits of its key, below the connection. */
export const RECEIVED = 0;
export const CONNECTED = 1;
export const SENT = 2;
/** Of nothing that anybody waits for: a wake, or a cancelling that found nothing. */
export const NOTED = 3;
const KIND_BITS = 2;
const KIND_MASK = (1 << KIND_BITS) - 1;
type Kind = typeof RECEIVED | typeof CONNECTED | typeof SENT | typeof NOTED;

const FLAGS_SHIFT = 8;
const PRIORITY_SHIFT = 16;
const SEND = IORING_OP_SEND;
const SEND_IN_SILENCE = SEND | (IOSQE_CQE_SKIP_SUCCESS << FLAGS_SHIFT);
const RECEIVE =
  IORING_OP_RECV | (IOSQE_BUFFER_SELECT << FLAGS_SHIFT) | (IORING_RECV_MULTISHOT << PRIORITY_SHIFT);
const RECEIVE_MESSAGES = RECEIVE - IORING_OP_RECV + IORING_OP_RECVMSG;
const CANCEL = IORING_OP_ASYNC_CANCEL | (IOSQE_CQE_SKIP_SUCCESS << FLAGS_SHIFT);
const CLOSE = IORING_OP_CLOSE | (IOSQE_CQE_SKIP_SUCCESS << FLAGS_SHIFT);

/** The memory that operations take. */
export const OPERATIONS_PIECES = [MESSAGE_HEADER_BYTES] as const;

export function connectionOf(key: number): number {
  return key >> KIND_BITS;
}

export function kindOf(key: number): number {
  return key & KIND_MASK;
}

/** What the connections ask of the kernel. Each takes effect in its turn, when the ring is next submitted. */
export class Operations {
  readonly #ring: Ring;
  readonly #messageHeader: Address;
  readonly #receive: number;

  /** @param stamped each receive brings the kernel's stamp */
  constructor(memory: NativeMemory, ring: Ring, stamped: boolean) {
    this.#ring = ring;
    this.#messageHeader = stamped ? messageHeader(memory) : 0;
    this.#receive = stamped ? RECEIVE_MESSAGES : RECEIVE;
  }

  connect(connection: number, generation: number, fd: number, target: Address, length: number): void {
    const key = keyOf(connection, CONNECTED);
    // The length goes where others have an offset.
    this.#room().add(IORING_OP_CONNECT, fd, lowWord(target), highWord(target), 0, 0, key, generation, length);
  }

  /** Receives whatever comes from now on, into the ring's buffers. */
  receive(connection: number, generation: number, fd: number): void {
    const header = this.#messageHeader;
    const key = keyOf(connection, RECEIVED);
    // One header where there is one, which the kernel takes for a length of none otherwise.
    const headers = header === 0 ? 0 : 1;
    this.#room().add(this.#receive, fd, lowWord(header), highWord(header), headers, 0, key, generation);
  }

  /**
   * Hot: once a request. Sends all of it, however long that takes.
   * @param inSilence only what goes wrong is to be heard of
   */
  send(
    connection: number,
    generation: number,
    fd: number,
    bytes: Address,
    length: number,
    inSilence: boolean,
  ): void {
    const operation = inSilence ? SEND_IN_SILENCE : SEND;
    const key = keyOf(connection, SENT);
    const flags = MSG_NOSIGNAL | MSG_WAITALL;
    this.#room().add(operation, fd, lowWord(bytes), highWord(bytes), length, flags, key, generation);
  }

  /** Ends an operation; what was meant to complete it completes with an error. */
  cancel(connection: number, generation: number, kind: Kind): void {
    // The operation is found by what its completion would bring, which stands where others have an address.
    this.#room().add(CANCEL, -1, keyOf(connection, kind), generation, 0, 0, NOTED, 0);
  }

  close(fd: number): void {
    this.#room().add(CLOSE, fd, 0, 0, 0, 0, NOTED, 0);
  }

  /** Completes each time the eventfd is written to. */
  watch(eventFd: number): void {
    this.#room().add(IORING_OP_POLL_ADD, eventFd, 0, 0, IORING_POLL_ADD_MULTI, POLLIN, NOTED, 0);
  }

  /** The queue, with room for one more. */
  #room(): Ring['submissions'] {
    const { submissions } = this.#ring;
    if (submissions.isFull) this.#ring.submit();
    if (submissions.isFull) throw new Error('io_uring takes no more operations');
    return submissions;
  }
}

function keyOf(connection: number, kind: Kind): number {
  return (connection << KIND_BITS) | kind;
}
