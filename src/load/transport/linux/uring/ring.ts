import { constants } from 'node:os';
import type { Nanoseconds } from '../../../../units.ts';
import { MAP_POPULATE, MAP_SHARED, PROT_READ, PROT_WRITE } from '../constants.ts';
import { errnoName } from '../errno-name.ts';
import type { NativeMemory, NativePiece } from '../native-memory.ts';
import { lastErrno, mapMemory, systemCalls, type Address } from '../system-calls.ts';
import { CompletionQueue, COMPLETION_BYTES } from './completion-queue.ts';
import {
  IORING_ENTER_EXT_ARG,
  IORING_ENTER_GETEVENTS,
  IORING_OFF_SQES,
  IORING_SETUP_CLAMP,
  IORING_SETUP_CQSIZE,
  IORING_SETUP_DEFER_TASKRUN,
  IORING_SETUP_SINGLE_ISSUER,
  IORING_SETUP_SUBMIT_ALL,
  SYS_IO_URING_ENTER,
  SYS_IO_URING_REGISTER,
  SYS_IO_URING_SETUP,
} from './constants.ts';
import { SubmissionQueue, SUBMISSION_BYTES } from './submission-queue.ts';

const SUBMISSIONS = 256;
const SETUP =
  IORING_SETUP_CQSIZE |
  IORING_SETUP_CLAMP |
  IORING_SETUP_SUBMIT_ALL |
  IORING_SETUP_SINGLE_ISSUER |
  IORING_SETUP_DEFER_TASKRUN;
const WORD_BYTES = Int32Array.BYTES_PER_ELEMENT;

/** struct io_uring_params: where its fields are, in words. */
const PARAMS_BYTES = 120;
const SQ_ENTRIES = 0;
const CQ_ENTRIES = 1;
const FLAGS = 2;
const SQ_OFFSETS = 10;
const SQ_ARRAY = SQ_OFFSETS + 6;
const CQ_OFFSETS = 20;
const CQ_CQES = CQ_OFFSETS + 5;

/** struct io_uring_getevents_arg, with the timespec it points to behind it. */
const WAIT_BYTES = 24;
const TIMESPEC_POINTER = 16;
const TIMESPEC = WAIT_BYTES / WORD_BYTES;
const TIMESPEC_BYTES = 16;

/** The memory that a ring takes, beside what the kernel lends it. */
export const RING_PIECES = [PARAMS_BYTES, WAIT_BYTES + TIMESPEC_BYTES] as const;

/**
 * Two queues that lie in memory shared with the kernel, and the call that makes it look at them. Made by the
 * thread that uses it: nothing happens on it unless that thread asks.
 */
export class Ring {
  readonly submissions: SubmissionQueue;
  readonly completions: CompletionQueue;
  readonly #fd: number;
  readonly #wait: NativePiece;
  readonly #mapped: [Address, ArrayBuffer][];

  /** @param completions room for so many, before the kernel has to find room elsewhere */
  constructor(memory: NativeMemory, completions: number) {
    const { address, words } = memory.take(PARAMS_BYTES);
    words[FLAGS] = SETUP;
    words[CQ_ENTRIES] = completions;
    this.#fd = systemCalls.systemCall(SYS_IO_URING_SETUP, SUBMISSIONS, address, 0, 0, 0, 0);
    if (this.#fd < 0) throw new Error(`io_uring_setup failed: ${errnoName(lastErrno())}`);
    const submissions = words[SQ_ENTRIES] ?? 0;
    const queues = this.#map(
      Math.max(
        (words[SQ_ARRAY] ?? 0) + submissions * WORD_BYTES,
        (words[CQ_CQES] ?? 0) + (words[CQ_ENTRIES] ?? 0) * COMPLETION_BYTES,
      ),
      0,
    );
    const entries = this.#map(submissions * SUBMISSION_BYTES, IORING_OFF_SQES);
    this.#mapped = [queues, entries];
    this.submissions = new SubmissionQueue(
      queues[1],
      entries[1],
      words.subarray(SQ_OFFSETS, CQ_OFFSETS),
      submissions,
    );
    this.completions = new CompletionQueue(queues[1], words.subarray(CQ_OFFSETS));
    this.#wait = memory.take(WAIT_BYTES + TIMESPEC_BYTES);
    this.#wait.bytes.writeBigUInt64LE(BigInt(this.#wait.address + WAIT_BYTES), TIMESPEC_POINTER);
  }

  /** Hands over what was submitted, so that each is begun. */
  submit(): void {
    const { queued } = this.submissions;
    if (queued > 0) this.#enter(queued, 0, 0, 0, 0);
  }

  /** Hands over what was submitted and waits until something completes, or for the time given. */
  submitAndWait(timeout: Nanoseconds): void {
    const { words, address } = this.#wait;
    words[TIMESPEC] = Math.floor(timeout / 1e9);
    words[TIMESPEC + 2] = timeout % 1e9;
    const flags = IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG;
    this.#enter(this.submissions.queued, 1, flags, address, WAIT_BYTES);
  }

  /** @throws when the kernel refuses */
  register(operation: number, argument: Address, count: number): void {
    const result = systemCalls.systemCall(SYS_IO_URING_REGISTER, this.#fd, operation, argument, count, 0, 0);
    if (result < 0) throw new Error(`io_uring_register failed: ${errnoName(lastErrno())}`);
  }

  /** Gives everything back; what was under way is cancelled. */
  close(): void {
    systemCalls.close(this.#fd);
    for (const [address, memory] of this.#mapped) systemCalls.munmap(address, memory.byteLength);
  }

  #map(bytes: number, offset: number): [Address, ArrayBuffer] {
    return mapMemory(bytes, MAP_SHARED | MAP_POPULATE, PROT_READ | PROT_WRITE, this.#fd, offset);
  }

  #enter(submit: number, complete: number, flags: number, argument: Address, bytes: number): void {
    this.submissions.publish();
    if (systemCalls.uringEnter(SYS_IO_URING_ENTER, this.#fd, submit, complete, flags, argument, bytes) >= 0)
      return;
    const errno = lastErrno();
    if (!TRANSIENT.has(errno)) throw new Error(`io_uring_enter failed: ${errnoName(errno)}`);
  }
}

/** The time was up, a signal came, or the kernel has no room just now: what is still queued goes with the next call. */
const TRANSIENT = new Set([
  constants.errno.ETIME,
  constants.errno.EINTR,
  constants.errno.EAGAIN,
  constants.errno.EBUSY,
]);
