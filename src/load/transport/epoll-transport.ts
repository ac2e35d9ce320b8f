import { constants } from 'node:os';
import { nanoseconds, type Nanoseconds } from '../../units.ts';
import { monotonicNow } from '../../monotonic-clock.ts';
import { ARRIVAL_STAMPS_PIECES, ArrivalStamps } from './linux/arrival-stamps.ts';
import { EPOLLERR, EPOLLHUP, EPOLLIN, EPOLLOUT, EPOLLRDHUP } from './linux/constants.ts';
import { errnoName } from './linux/errno-name.ts';
import { EVENT_QUEUE_PIECES, EventQueue } from './linux/event-queue.ts';
import { NativeMemory } from './linux/native-memory.ts';
import { Receiver, RECEIVE_BUFFER_BYTES, RECEIVER_PIECES } from './linux/receiver.ts';
import { RequestBytes, requestPieces } from './linux/request-bytes.ts';
import { RequestSender } from './linux/request-sender.ts';
import { SOCKET_OPENER_PIECES, SocketOpener } from './linux/socket-opener.ts';
import { lastErrno, systemCalls } from './linux/system-calls.ts';
import { longestWait } from './linux/wake.ts';
import {
  OVER,
  type Stamps,
  type TcpTransportOptions,
  type Tick,
  type Transport,
  type TransportEvents,
} from './transport.ts';

/** A server may send faster than it is read; after so many full buffers the other connections have their turn. */
const READS_IN_A_ROW = 16;
const ENDED = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
const READABLE = EPOLLIN | ENDED;
const { EAGAIN, EINTR } = constants.errno;

/**
 * Connections over Linux's own system calls: one edge-triggered epoll, one receive and one send a request, and no
 * event loop between. It blocks its thread, which hears of the world only through memory it shares.
 */
export class EpollTransport implements Transport {
  readonly #events: TransportEvents;
  readonly #memory: NativeMemory;
  readonly #queue: EventQueue;
  readonly #stamps: ArrivalStamps;
  readonly #receiver: Receiver;
  readonly #sockets: SocketOpener;
  readonly #sender: RequestSender;
  readonly #firstConnection: number;
  readonly #longestWait: Nanoseconds;
  readonly #fds: Int32Array;
  /** Raised by each open and close: an event of an older socket of the same connection is told by it. */
  readonly #generations: Int32Array;
  readonly #connecting: Uint8Array;
  readonly #sentAt: Float64Array;
  readonly #stampedByKernel: boolean;

  constructor(options: TcpTransportOptions, events: TransportEvents) {
    const { requests, connections } = options;
    this.#events = events;
    this.#stampedByKernel = options.stamps === 'kernel';
    this.#memory = new NativeMemory(
      NativeMemory.sizeFor([
        ...EVENT_QUEUE_PIECES,
        ...RECEIVER_PIECES,
        ...SOCKET_OPENER_PIECES,
        ...ARRIVAL_STAMPS_PIECES,
        ...requestPieces(requests),
      ]),
    );
    this.#queue = new EventQueue(this.#memory);
    this.#stamps = new ArrivalStamps(this.#memory, this.#stampedByKernel);
    this.#receiver = new Receiver(this.#memory, this.#stampedByKernel, this.#stamps);
    this.#sockets = new SocketOpener(this.#memory, options.endpoint, this.#stampedByKernel);
    this.#sender = new RequestSender(new RequestBytes(this.#memory, requests), connections);
    this.#firstConnection = options.firstConnection;
    this.#fds = new Int32Array(connections).fill(-1);
    this.#generations = new Int32Array(connections);
    this.#connecting = new Uint8Array(connections);
    this.#sentAt = new Float64Array(connections);
    this.#longestWait = longestWait(options.wakeFd);
    if (options.wakeFd !== undefined) this.#queue.addWake(options.wakeFd);
  }

  get stamps(): Stamps {
    return this.#stamps.most;
  }

  open(connection: number): void {
    const fd = this.#sockets.open(this.#firstConnection + connection);
    if (fd < 0) {
      this.#events.onClose(connection, errnoName(-fd), monotonicNow());
      return;
    }
    this.#fds[connection] = fd;
    this.#connecting[connection] = 1;
    this.#sender.restart(connection);
    this.#queue.add(fd, connection, this.#nextGeneration(connection));
  }

  /** Hot: once a request. */
  send(connection: number, request: number, startedAt: Nanoseconds): void {
    this.#sentAt[connection] = startedAt;
    const errno = this.#sender.send(connection, request, this.#fds[connection] ?? -1);
    if (errno !== 0) this.#lose(connection, errnoName(errno));
  }

  isSending(connection: number): boolean {
    return this.#sender.hasUnsent(connection);
  }

  close(connection: number): void {
    const fd = this.#fds[connection] ?? -1;
    if (fd < 0) return;
    this.#fds[connection] = -1;
    this.#nextGeneration(connection);
    systemCalls.close(fd);
  }

  run(tick: Tick): Promise<void> {
    let polledAt = monotonicNow();
    // Ticked with the time of the look: what had arrived by then has been handed up, so nothing is given up
    // while its response lies in the kernel.
    for (let due = tick(polledAt); due !== OVER; due = tick(polledAt)) {
      const wait = Math.min(this.#longestWait, due - monotonicNow());
      const count = this.#queue.wait(nanoseconds(Math.max(0, wait)));
      polledAt = monotonicNow();
      this.#handle(count, polledAt);
    }
    this.#handleRest();
    this.#queue.close();
    this.#memory.release();
    return Promise.resolve();
  }

  /** Bytes that the kernel stamped before the end belong to the window, though they are read after it. */
  #handleRest(): void {
    if (!this.#stampedByKernel) return;
    let count: number;
    do {
      count = this.#queue.wait(nanoseconds(0));
      this.#handle(count, monotonicNow());
    } while (this.#queue.isFull(count));
  }

  #handle(count: number, now: Nanoseconds): void {
    this.#stamps.refresh(now);
    for (let event = 0; event < count; event++) this.#handleEvent(event);
  }

  /** Hot: once a response. */
  #handleEvent(event: number): void {
    const connection = this.#queue.connectionOf(event);
    const generation = this.#queue.generationOf(event);
    const flags = this.#queue.flagsOf(event);
    if (this.#generations[connection] !== generation) return;
    if (this.#connecting[connection] === 1) this.#finishConnecting(connection, flags);
    else if ((flags & EPOLLOUT) !== 0 && this.#sender.hasUnsent(connection)) this.#goOnSending(connection);
    // Either may have closed it, and a new socket may have taken its place.
    if ((flags & READABLE) !== 0 && this.#generations[connection] === generation)
      this.#read(connection, generation, flags);
  }

  #finishConnecting(connection: number, flags: number): void {
    const errno = this.#sockets.errorOf(this.#fds[connection] ?? -1);
    if (errno !== 0) this.#lose(connection, errnoName(errno));
    else if ((flags & EPOLLOUT) !== 0) {
      this.#connecting[connection] = 0;
      this.#events.onOpen(connection);
    }
  }

  #goOnSending(connection: number): void {
    const errno = this.#sender.goOn(connection, this.#fds[connection] ?? -1);
    if (errno !== 0) this.#lose(connection, errnoName(errno));
  }

  /** Reads until there is no more, as an edge-triggered event asks for. A read that is not full was the last. */
  #read(connection: number, generation: number, flags: number): void {
    const fd = this.#fds[connection] ?? -1;
    const { buffer } = this.#receiver;
    for (let reads = 0; reads < READS_IN_A_ROW; reads++) {
      const length = this.#receiver.receive(fd);
      if (length < 0) {
        const errno = lastErrno();
        if (errno === EINTR) continue;
        if (errno !== EAGAIN) this.#lose(connection, errnoName(errno));
        return;
      }
      if (length === 0) {
        this.#lose(connection, undefined);
        return;
      }
      const arrivedAt = this.#receiver.arrivedAt(this.#sentAt[connection] ?? 0);
      this.#events.onBytes(connection, buffer, 0, length, arrivedAt);
      if (this.#generations[connection] !== generation) return;
      if (length < RECEIVE_BUFFER_BYTES && (flags & ENDED) === 0) return;
    }
    this.#queue.rearm(fd, connection, generation);
  }

  #lose(connection: number, reason: string | undefined): void {
    const at = monotonicNow();
    this.close(connection);
    this.#events.onClose(connection, reason, at);
  }

  #nextGeneration(connection: number): number {
    const generation = ((this.#generations[connection] ?? 0) + 1) | 0;
    this.#generations[connection] = generation;
    return generation;
  }
}
