import { constants } from 'node:os';
import type { Nanoseconds } from '../../../units.ts';
import {
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_MOD,
  EPOLL_PWAIT2,
  EPOLLET,
  EPOLLIN,
  EPOLLOUT,
  EPOLLRDHUP,
} from './constants.ts';
import { errnoName } from './errno-name.ts';
import type { NativeMemory, NativePiece } from './native-memory.ts';
import { lastErrno, systemCalls } from './system-calls.ts';

const CAPACITY = 1_024;
/** struct epoll_event, in words: flags, then two of data; packed on x64 only. */
const PACKED = process.arch === 'x64';
const EVENT_WORDS = PACKED ? 3 : 4;
const CONNECTION = PACKED ? 1 : 2;
const GENERATION = PACKED ? 2 : 3;
const EVENT_BYTES = EVENT_WORDS * Int32Array.BYTES_PER_ELEMENT;
const NO_CONNECTION = -1;
const WATCHED = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;

/** struct timespec, in words: seconds (2), nanoseconds (2). */
const TIMESPEC_BYTES = 16;
const SECONDS = 0;
const NANOSECONDS = 2;

/** The memory that an event queue takes. */
export const EVENT_QUEUE_PIECES = [CAPACITY * EVENT_BYTES, EVENT_BYTES, TIMESPEC_BYTES] as const;

/** Sockets that something has happened to since the last look: edge-triggered epoll. */
export class EventQueue {
  readonly #epoll: number;
  readonly #events: NativePiece;
  readonly #request: NativePiece;
  readonly #timespec: NativePiece;
  /** The kernel knows waits finer than a millisecond: Linux 5.11 does. */
  #isFine = true;

  constructor(memory: NativeMemory) {
    this.#events = memory.take(CAPACITY * EVENT_BYTES);
    this.#request = memory.take(EVENT_BYTES);
    this.#timespec = memory.take(TIMESPEC_BYTES);
    this.#epoll = systemCalls.epollCreate(EPOLL_CLOEXEC);
    if (this.#epoll < 0) throw new Error(`epoll_create1 failed: ${errnoName(lastErrno())}`);
  }

  /** Watches a socket; its events come with the connection and its generation, so that stale ones can be told. */
  add(fd: number, connection: number, generation: number): void {
    this.#control(EPOLL_CTL_ADD, fd, WATCHED, connection, generation);
  }

  /** Has a wait end whenever an eventfd is written to; the event is of no connection. */
  addWake(fd: number): void {
    this.#control(EPOLL_CTL_ADD, fd, EPOLLIN | EPOLLET, NO_CONNECTION, 0);
  }

  /** Reports a watched socket once more if it can still be read. */
  rearm(fd: number, connection: number, generation: number): void {
    this.#control(EPOLL_CTL_MOD, fd, WATCHED, connection, generation);
  }

  /** @returns how many events there are; 0 after the time given, or when a signal came */
  wait(timeout: Nanoseconds): number {
    return Math.max(0, timeout > 0 && this.#isFine ? this.#waitFinely(timeout) : this.#waitCoarsely(timeout));
  }

  /** To the timer's precision: an open loop may have something due every few microseconds. */
  #waitFinely(timeout: Nanoseconds): number {
    const { words, address } = this.#timespec;
    words[SECONDS] = Math.floor(timeout / 1e9);
    words[NANOSECONDS] = timeout % 1e9;
    const { address: events } = this.#events;
    const count = systemCalls.systemCall(EPOLL_PWAIT2, this.#epoll, events, CAPACITY, address, 0, 0);
    if (count >= 0 || lastErrno() !== constants.errno.ENOSYS) return count;
    this.#isFine = false;
    return this.#waitCoarsely(timeout);
  }

  #waitCoarsely(timeout: Nanoseconds): number {
    const timeoutMs = Math.ceil(timeout / 1e6);
    return systemCalls.epollWait(this.#epoll, this.#events.address, CAPACITY, timeoutMs);
  }

  flagsOf(event: number): number {
    return this.#events.words[event * EVENT_WORDS] ?? 0;
  }

  connectionOf(event: number): number {
    return this.#events.words[event * EVENT_WORDS + CONNECTION] ?? 0;
  }

  generationOf(event: number): number {
    return this.#events.words[event * EVENT_WORDS + GENERATION] ?? 0;
  }

  /** More may have happened than was handed over. */
  isFull(count: number): boolean {
    return count === CAPACITY;
  }

  close(): void {
    systemCalls.close(this.#epoll);
  }

  #control(operation: number, fd: number, flags: number, connection: number, generation: number): void {
    const { words, address } = this.#request;
    words[0] = flags;
    words[CONNECTION] = connection;
    words[GENERATION] = generation;
    systemCalls.epollControl(this.#epoll, operation, fd, address);
  }
}
