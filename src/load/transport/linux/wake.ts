import { closeSync, writeSync } from 'node:fs';
import { nanoseconds, type Nanoseconds } from '../../../units.ts';
import { EFD_CLOEXEC, EFD_NONBLOCK } from './constants.ts';
import { errnoName } from './errno-name.ts';
import { lastErrno, systemCalls } from './system-calls.ts';

/** A thread inside a system call hears nothing: without a wake, so long a stop may have to wait. */
const LONGEST_WAIT = nanoseconds(10e6);
/** A wake that is lost, should there be such a thing, is made good for. */
const LONGEST_WAIT_WITH_WAKE = nanoseconds(1e9);
const ONE = new BigUint64Array([1n]);

/** What wakes a thread that waits in a system call: an eventfd that the thread watches beside its sockets. */
export class Wake {
  readonly fd: number;

  constructor() {
    this.fd = systemCalls.eventFd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (this.fd < 0) throw new Error(`eventfd failed: ${errnoName(lastErrno())}`);
  }

  /** Ends the thread's wait; the next one too, should it not wait just now. */
  wake(): void {
    writeSync(this.fd, ONE);
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** How long a transport may wait in a system call. */
export function longestWait(wakeFd: number | undefined): Nanoseconds {
  return wakeFd === undefined ? LONGEST_WAIT : LONGEST_WAIT_WITH_WAKE;
}
