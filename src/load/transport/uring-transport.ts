import { constants } from 'node:os';
import { nanoseconds, type Nanoseconds } from '../../units.ts';
import { monotonicNow } from '../../monotonic-clock.ts';
import { ARRIVAL_STAMPS_PIECES, ArrivalStamps } from './linux/arrival-stamps.ts';
import { errnoName } from './linux/errno-name.ts';
import { NativeMemory } from './linux/native-memory.ts';
import { RequestBytes, requestPieces } from './linux/request-bytes.ts';
import { SOCKET_OPENER_PIECES, SocketOpener } from './linux/socket-opener.ts';
import { systemCalls } from './linux/system-calls.ts';
import { IORING_CQE_BUFFER_SHIFT, IORING_CQE_F_BUFFER, IORING_CQE_F_MORE } from './linux/uring/constants.ts';
import {
  CONNECTED,
  connectionOf,
  kindOf,
  Operations,
  OPERATIONS_PIECES,
  RECEIVED,
  SENT,
} from './linux/uring/operations.ts';
import {
  RECEIVE_BUFFER_BYTES,
  RECEIVE_BUFFERS_PIECES,
  ReceiveBuffers,
} from './linux/uring/receive-buffers.ts';
import { RequestQueue } from './linux/uring/request-queue.ts';
import { Ring, RING_PIECES } from './linux/uring/ring.ts';
import { arrivalOf, STAMPED_PREFIX_BYTES } from './linux/uring/stamped-message.ts';
import { longestWait } from './linux/wake.ts';
import {
  OVER,
  type Stamps,
  type TcpTransportOptions,
  type Tick,
  type Transport,
  type TransportEvents,
} from './transport.ts';

/**
 * So many requests go to the kernel with one call, which sends one after the other: 1 to 4 µs each. With the starts
 * told afterwards that costs no accuracy; without, 4 at a time made response times 8 µs too long and 16 some 20 µs.
 */
const SUBMIT_EVERY = 20;
/** A hand-over that takes longer was interrupted, nobody knows where: then all count as started when it began. */
const LONGEST_HAND_OVER = nanoseconds(SUBMIT_EVERY * 10_000);
/** The kernel hands over so many arrivals a look (IO_LOCAL_TW_DEFAULT_MAX); where there are fewer, there are no more. */
const FULL_LOOK = 20;
/** How long what had arrived by the end of the window is looked for after it. */
const REST_WITHIN = nanoseconds(100e6);
const NO_WAIT = nanoseconds(0);
const MOST_COMPLETIONS = 32_768;
const CLOSED = 0;
const CONNECTING = 1;
const CONNECTION_OPEN = 2;
const { ENOBUFS } = constants.errno;

/**
 * Connections over io_uring: a receive on each that never ends, into buffers that all share, and many requests a
 * system call. It blocks its thread, which hears of the world only through memory it shares.
 */
export class UringTransport implements Transport {
  readonly #events: TransportEvents;
  readonly #connections: number;
  readonly #memory: NativeMemory;
  readonly #ring: Ring;
  readonly #ask: Operations;
  readonly #buffers: ReceiveBuffers;
  readonly #stamps: ArrivalStamps;
  readonly #sockets: SocketOpener;
  readonly #requests: RequestQueue;
  readonly #firstConnection: number;
  readonly #stampedByKernel: boolean;
  /** What comes before the bytes in a buffer. */
  readonly #prefixBytes: number;
  readonly #longestWait: Nanoseconds;
  readonly #fds: Int32Array;
  readonly #phases: Uint8Array;
  /** Raised by each open and close: a completion of an older socket of the same connection is told by it. */
  readonly #generations: Int32Array;
  readonly #sentAt: Float64Array;
  /** The connections whose requests are queued, and how many there are. */
  readonly #queued = new Int32Array(SUBMIT_EVERY);
  #sendsQueued = 0;
  /** The ring is gone. */
  #over = false;

  constructor(options: TcpTransportOptions, events: TransportEvents) {
    const { requests, connections } = options;
    this.#events = events;
    this.#connections = connections;
    this.#stampedByKernel = options.stamps === 'kernel';
    this.#prefixBytes = this.#stampedByKernel ? STAMPED_PREFIX_BYTES : 0;
    this.#longestWait = longestWait(options.wakeFd);
    this.#memory = new NativeMemory(
      NativeMemory.sizeFor([
        ...RECEIVE_BUFFERS_PIECES,
        ...RING_PIECES,
        ...OPERATIONS_PIECES,
        ...ARRIVAL_STAMPS_PIECES,
        ...SOCKET_OPENER_PIECES,
        ...requestPieces(requests),
      ]),
    );
    this.#buffers = new ReceiveBuffers(this.#memory);
    this.#ring = new Ring(this.#memory, completionCount(connections));
    this.#buffers.lendTo(this.#ring);
    this.#ask = new Operations(this.#memory, this.#ring, this.#stampedByKernel);
    this.#stamps = new ArrivalStamps(this.#memory, this.#stampedByKernel);
    this.#sockets = new SocketOpener(this.#memory, options.endpoint, this.#stampedByKernel);
    this.#requests = new RequestQueue(new RequestBytes(this.#memory, requests), this.#ask, connections);
    this.#firstConnection = options.firstConnection;
    this.#fds = new Int32Array(connections).fill(-1);
    this.#phases = new Uint8Array(connections);
    this.#generations = new Int32Array(connections);
    this.#sentAt = new Float64Array(connections);
    if (options.wakeFd !== undefined) this.#ask.watch(options.wakeFd);
  }

  get stamps(): Stamps {
    return this.#stamps.most;
  }

  open(connection: number): void {
    const fd = this.#sockets.create(this.#firstConnection + connection);
    if (fd < 0) {
      this.#events.onClose(connection, errnoName(-fd), monotonicNow());
      return;
    }
    this.#fds[connection] = fd;
    this.#phases[connection] = CONNECTING;
    this.#requests.restart(connection);
    const generation = this.#nextGeneration(connection);
    this.#ask.connect(connection, generation, fd, this.#sockets.target, this.#sockets.targetLength);
  }

  /** Hot: once a request. */
  send(connection: number, request: number, startedAt: Nanoseconds): void {
    this.#sentAt[connection] = startedAt;
    const fd = this.#fds[connection] ?? -1;
    this.#requests.send(connection, request, this.#generations[connection] ?? 0, fd);
    this.#queued[this.#sendsQueued++] = connection;
    if (this.#sendsQueued === SUBMIT_EVERY) this.#submit();
  }

  isSending(connection: number): boolean {
    return this.#requests.hasUnsent(connection);
  }

  close(connection: number): void {
    const fd = this.#fds[connection] ?? -1;
    if (fd < 0) return;
    const generation = this.#generations[connection] ?? 0;
    this.#fds[connection] = -1;
    this.#nextGeneration(connection);
    if (this.#over) {
      systemCalls.close(fd);
      return;
    }
    // The kernel holds on to a socket until nothing is under way on it.
    this.#ask.cancel(connection, generation, this.#phases[connection] === CONNECTING ? CONNECTED : RECEIVED);
    if (this.#requests.hasUnsent(connection)) this.#ask.cancel(connection, generation, SENT);
    this.#ask.close(fd);
    this.#phases[connection] = CLOSED;
  }

  run(tick: Tick): Promise<void> {
    let polledAt = monotonicNow();
    // When the look was taken that is to be the next `polledAt`, and how much has been handed up since.
    let lookedAt = polledAt;
    let handled = 0;
    // Ticked with the time of a look after which all that had arrived by then has been handed up, so nothing is
    // given up while its response lies in the kernel.
    for (let due = tick(polledAt); due !== OVER; due = tick(polledAt)) {
      const wait = Math.min(this.#longestWait, due - monotonicNow());
      this.#submit();
      this.#ring.submitAndWait(nanoseconds(Math.max(0, wait)));
      const now = monotonicNow();
      const count = this.#handle(now);
      handled += count;
      if (count < FULL_LOOK) polledAt = now;
      else if (handled >= this.#connections) polledAt = lookedAt;
      else continue;
      lookedAt = now;
      handled = 0;
    }
    this.#handleRest();
    this.#over = true;
    // What was closed last is still queued.
    this.#ring.submit();
    this.#ring.close();
    this.#memory.release();
    return Promise.resolve();
  }

  /** Bytes that the kernel stamped before the end belong to the window, though they are read after it. */
  #handleRest(): void {
    if (!this.#stampedByKernel) return;
    const until = monotonicNow() + REST_WITHIN;
    let now: Nanoseconds;
    do {
      this.#ring.submitAndWait(NO_WAIT);
      now = monotonicNow();
    } while (this.#handle(now) > 0 && now < until);
  }

  /** @returns how many completions there were */
  #handle(now: Nanoseconds): number {
    const { completions } = this.#ring;
    this.#stamps.refresh(now);
    const { head, tail } = completions;
    for (let place = head; place !== tail; place = (place + 1) | 0) this.#handleCompletion(place);
    completions.release(tail);
    this.#buffers.publish();
    return (tail - head) | 0;
  }

  /** Hot: once a response. */
  #handleCompletion(place: number): void {
    const { completions } = this.#ring;
    const key = completions.keyOf(place);
    const connection = connectionOf(key);
    const result = completions.resultOf(place);
    const generation = completions.generationOf(place);
    const current = this.#generations[connection] === generation;
    switch (kindOf(key)) {
      case RECEIVED:
        this.#receive(connection, generation, result, completions.flagsOf(place));
        break;
      case SENT:
        if (!current) break;
        if (result < 0) this.#lose(connection, errnoName(-result));
        else this.#requests.goOn(connection, result, generation, this.#fds[connection] ?? -1);
        break;
      case CONNECTED:
        if (current) this.#finishConnecting(connection, result);
        break;
      default:
    }
  }

  #finishConnecting(connection: number, result: number): void {
    if (result < 0) {
      this.#lose(connection, errnoName(-result));
      return;
    }
    this.#phases[connection] = CONNECTION_OPEN;
    this.#receiveOn(connection);
    this.#events.onOpen(connection);
  }

  /** Hot: once a response. */
  #receive(connection: number, generation: number, result: number, flags: number): void {
    const length = result - this.#prefixBytes;
    if ((flags & IORING_CQE_F_BUFFER) !== 0) {
      const buffer = flags >>> IORING_CQE_BUFFER_SHIFT;
      if (length > 0 && this.#generations[connection] === generation)
        this.#handUp(connection, buffer, length);
      this.#buffers.giveBack(buffer);
    }
    // What was handed up may have closed it, and a new socket may have taken its place.
    if (this.#generations[connection] !== generation) return;
    if (result >= 0 && length <= 0) this.#lose(connection, undefined);
    else if (result < 0 && result !== -ENOBUFS) this.#lose(connection, errnoName(-result));
    else if ((flags & IORING_CQE_F_MORE) === 0) this.#receiveOn(connection);
  }

  #handUp(connection: number, buffer: number, length: number): void {
    const { bytes, words } = this.#buffers;
    const message = buffer * RECEIVE_BUFFER_BYTES;
    const start = message + this.#prefixBytes;
    const word = message / Int32Array.BYTES_PER_ELEMENT;
    const sentAt = this.#sentAt[connection] ?? 0;
    const arrivedAt = this.#stampedByKernel
      ? arrivalOf(words, word, this.#stamps, sentAt)
      : this.#stamps.fromUser();
    this.#events.onBytes(connection, bytes, start, start + length, arrivedAt);
  }

  #receiveOn(connection: number): void {
    this.#ask.receive(connection, this.#generations[connection] ?? 0, this.#fds[connection] ?? -1);
  }

  #submit(): void {
    const count = this.#sendsQueued;
    if (count === 0) return;
    this.#sendsQueued = 0;
    const before = monotonicNow();
    this.#ring.submit();
    const took = monotonicNow() - before;
    const each = took > LONGEST_HAND_OVER ? 0 : took / count;
    for (let turn = 0; turn < count; turn++) {
      const connection = this.#queued[turn] ?? 0;
      const startedAt = nanoseconds(Math.round(before + turn * each));
      this.#sentAt[connection] = startedAt;
      this.#events.onSent(connection, startedAt);
    }
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

/** A power of two with room for what each connection may have to say at once. */
function completionCount(connections: number): number {
  return Math.min(MOST_COMPLETIONS, Math.max(1_024, 2 ** Math.ceil(Math.log2(2 * connections))));
}
