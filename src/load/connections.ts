import {
  millisecondsToMicroseconds,
  millisecondsToNanoseconds,
  nanoseconds,
  type Milliseconds,
  type Nanoseconds,
} from '../units.ts';
import type { TimeoutPolicy } from '../plan/load-settings.ts';
import { ConnectionCounts, type ConnectionCountValues } from './connection-counts.ts';
import { DueConnections } from './due-connections.ts';
import { HeadCache, MALFORMED, NEEDS_MORE, ResponseParser } from './http/response-parser.ts';
import { NOT_SENT, type Loop, type LoopConnections } from './loop.ts';
import type { MeasurementWindow } from './measurement-window.ts';
import { monotonicNow } from './monotonic-clock.ts';
import { reconnectDelay } from './reconnect-delay.ts';
import type { RequestBudget } from './request-budget.ts';
import type { NextRequest } from './request-choice.ts';
import type { ThreadCounters } from './thread-counters.ts';
import { ThreadSamples, type RequestInFlight, type ThreadSampleResult } from './thread-samples.ts';
import { TimeOuts } from './time-outs.ts';
import { OVER, type Transport, type TransportEvents } from './transport/transport.ts';

const RATE_SAMPLE_INTERVAL = nanoseconds(100e6);

/** The states of a connection. */
const CLOSED = 0;
const OPENING = 1;
const FREE = 2;
const IN_FLIGHT = 3;
/** Closed after a failure, and not to be opened yet. */
const RESTING = 4;

export interface ConnectionsOptions {
  /** How many there can be at most. */
  capacity: number;
  timeout: Milliseconds;
  timeoutPolicy: TimeoutPolicy;
  /** Response times are counted from when a request was due (open loop), not from when it was sent. */
  sinceDue: boolean;
  /** Which request comes next, and whether its response has no body. */
  nextRequest: NextRequest;
  window: MeasurementWindow;
  /** What each request that is sent takes one of. */
  budget: RequestBudget;
  counters: ThreadCounters;
  createTransport: (events: TransportEvents) => Transport;
}

/** What a thread's connections hand over at the end. */
export interface ConnectionsResult {
  /** The end of the window, or of the load where that ended before. */
  endedAt: Nanoseconds;
  samples: ThreadSampleResult;
  connections: ConnectionCountValues;
}

/**
 * The connections of one generator thread. Each carries one request at a time; when one starts is for the loop to
 * say, and every request that was started ends in exactly one place of the ledger. There is no timer here: the
 * transport calls `tick` between the bytes.
 */
export class Connections implements TransportEvents, LoopConnections {
  readonly transport: Transport;
  readonly #options: ConnectionsOptions;
  readonly #timeout: Nanoseconds;
  readonly #states: Uint8Array;
  /** Of the request in flight: where its response time is counted from, when it was sent, when its first byte came. */
  readonly #since: Float64Array;
  readonly #startedAt: Float64Array;
  readonly #firstByteAt: Float64Array;
  /** When the connection's last request was completed; 0 where the next one does not follow on it. */
  readonly #completedAt: Float64Array;
  readonly #failuresInARow: Uint32Array;
  readonly #parsers: ResponseParser[];
  readonly #openings: TimeOuts;
  readonly #requests: TimeOuts;
  readonly #resting: DueConnections;
  readonly #counts: ConnectionCounts;
  /** Undefined until the load begins: before that nothing counts, and nothing is sent. */
  #samples: ThreadSamples | undefined;
  #loop: Loop | undefined;
  #unsettled = 0;
  #inFlight = 0;
  /** The first instant that is measured, and the first that is not any more. */
  #startsAt: Nanoseconds = nanoseconds(0);
  #endsAt: Nanoseconds = nanoseconds(Infinity);
  #lastEndAt: Nanoseconds = nanoseconds(0);
  #nextRateSampleAt: Nanoseconds = nanoseconds(Infinity);

  constructor(options: ConnectionsOptions) {
    const { capacity } = options;
    this.#options = options;
    this.transport = options.createTransport(this);
    this.#timeout = millisecondsToNanoseconds(options.timeout);
    this.#states = new Uint8Array(capacity);
    this.#since = new Float64Array(capacity);
    this.#startedAt = new Float64Array(capacity);
    this.#firstByteAt = new Float64Array(capacity);
    this.#completedAt = new Float64Array(capacity);
    this.#failuresInARow = new Uint32Array(capacity);
    this.#openings = new TimeOuts(capacity);
    this.#requests = new TimeOuts(capacity);
    this.#resting = new DueConnections(capacity);
    this.#counts = new ConnectionCounts(capacity);
    const cache = new HeadCache();
    this.#parsers = Array.from({ length: capacity }, () => new ResponseParser(cache));
  }

  /** Opens the first so many before the load begins, so that the first requests can start together. */
  connect(count: number): void {
    this.#unsettled = count;
    for (let connection = 0; connection < count; connection++) this.open(connection);
  }

  /** Each connection that was opened beforehand is open or has failed. */
  get settled(): boolean {
    return this.#unsettled === 0;
  }

  /** Begins the load; from now on the loop says what is sent. */
  begin(loop: Loop): void {
    const { window, counters, timeout } = this.#options;
    const begunAt = window.begin();
    this.#startsAt = window.startsAt ?? begunAt;
    this.#samples = new ThreadSamples(counters, this.#startsAt, millisecondsToMicroseconds(timeout));
    this.#endsAt = window.endsAt;
    this.#nextRateSampleAt = nanoseconds(this.#startsAt + RATE_SAMPLE_INTERVAL);
    for (let connection = 0; connection < this.#states.length; connection++)
      if (this.#states[connection] === OPENING) this.#watchOpening(connection, monotonicNow());
    this.#loop = loop;
    loop.begin(begunAt);
  }

  /** Does what is due once the load has begun. @returns when there will be more to do, or OVER at its end */
  tick(now: Nanoseconds): Nanoseconds {
    const samples = this.#samples;
    const loop = this.#loop;
    if (samples === undefined || loop === undefined || now >= this.#endsAt) return OVER;
    if (now >= this.#nextRateSampleAt) {
      samples.sampleRate(now);
      this.#nextRateSampleAt = nanoseconds(now + RATE_SAMPLE_INTERVAL);
    }
    const nextTimeOutAt = Math.min(this.#giveUpRequests(now, samples), this.#giveUpOpenings(now, samples));
    this.#wakeRested(now);
    const nextOfLoopAt = loop.tick(now);
    if (loop.isOver && this.#inFlight === 0) {
      this.#endsAt = nanoseconds(Math.min(this.#endsAt, this.#lastEndAt + 1));
      return OVER;
    }
    return nanoseconds(
      Math.min(this.#endsAt, this.#nextRateSampleAt, nextTimeOutAt, this.#resting.nextAt, nextOfLoopAt),
    );
  }

  /** Ends the window now for these connections: no request starts any more, and the next tick is the last. */
  stop(): void {
    this.#endsAt = nanoseconds(Math.min(monotonicNow(), this.#endsAt));
  }

  /** Takes stock when the window has ended and lets every connection go. */
  finish(): ConnectionsResult {
    if (this.#samples === undefined) throw new Error('a load that never began has no result');
    const inFlight: RequestInFlight[] = [];
    for (let connection = 0; connection < this.#states.length; connection++) {
      if (this.#states[connection] === IN_FLIGHT)
        inFlight.push({ since: this.#sinceOf(connection), startedAt: this.#startOf(connection) });
      this.#states[connection] = CLOSED;
      this.transport.close(connection);
    }
    return {
      endedAt: this.#endsAt,
      samples: this.#samples.result(inFlight),
      connections: this.#counts.values,
    };
  }

  open(connection: number): void {
    const now = monotonicNow();
    this.#states[connection] = OPENING;
    this.#counts.addOpening(connection, now);
    if (this.#samples !== undefined) this.#watchOpening(connection, now);
    this.transport.open(connection);
  }

  isFree(connection: number): boolean {
    return this.#states[connection] === FREE;
  }

  isClosed(connection: number): boolean {
    return this.#states[connection] === CLOSED;
  }

  /** Hot: once a request. */
  send(connection: number, dueAt: Nanoseconds, freeAt: Nanoseconds): Nanoseconds {
    const { budget, nextRequest, sinceDue } = this.#options;
    const samples = this.#samples;
    const startedAt = monotonicNow();
    if (samples === undefined || startedAt >= this.#endsAt) return NOT_SENT;
    // What is sent before the window starts is not counted, and takes no part of the number asked for.
    if (startedAt >= this.#startsAt && !budget.take()) return NOT_SENT;
    this.#states[connection] = IN_FLIGHT;
    const since = sinceDue ? dueAt : startedAt;
    this.#since[connection] = since;
    this.#startedAt[connection] = startedAt;
    this.#firstByteAt[connection] = 0;
    this.#options.counters.inFlight = ++this.#inFlight;
    samples.recordStart(freeAt, startedAt);
    this.#counts.addSent(connection);
    const completedAt = this.#completedAt[connection] ?? 0;
    if (completedAt !== 0) samples.recordGap(nanoseconds(completedAt), startedAt);
    if (this.#options.timeoutPolicy === 'abort') this.#requests.add(connection, since);
    const request = nextRequest.next();
    this.#parsers[connection]?.expect(nextRequest.isBodyless(request));
    this.transport.send(connection, request, startedAt);
    return startedAt;
  }

  onOpen(connection: number): void {
    const now = monotonicNow();
    this.#states[connection] = FREE;
    this.#openings.remove(connection);
    this.#parsers[connection]?.restart();
    this.#counts.addOpened(connection, now);
    if (this.#samples === undefined) this.#unsettled--;
    else this.#loop?.onOpened(connection, now);
  }

  /** Hot: once a response. */
  onBytes(connection: number, bytes: Buffer, start: number, end: number, arrivedAt: Nanoseconds): void {
    const parser = this.#parsers[connection];
    const samples = this.#samples;
    if (arrivedAt >= this.#endsAt || parser === undefined || samples === undefined) return;
    samples.recordBytes(end - start, arrivedAt);
    if (this.#states[connection] !== IN_FLIGHT) {
      this.#dropFree(connection, arrivedAt);
      return;
    }
    if (this.#firstByteAt[connection] === 0) this.#firstByteAt[connection] = arrivedAt;
    const after = parser.feed(bytes, start, end);
    if (after === NEEDS_MORE) return;
    if (after === MALFORMED) this.#fail(connection, `protocol:${parser.problem}`, arrivedAt, samples);
    else if (after < end) this.#fail(connection, 'protocol:unexpectedData', arrivedAt, samples);
    else this.#complete(connection, parser, arrivedAt, samples);
  }

  onClose(connection: number, reason: string | undefined, at: Nanoseconds): void {
    const samples = this.#samples;
    if (samples === undefined) {
      // Not yet a failure: it is tried again, and counted, when the load begins.
      if (this.#states[connection] === OPENING) this.#unsettled--;
      this.#states[connection] = CLOSED;
      return;
    }
    if (at >= this.#endsAt) return;
    const parser = this.#parsers[connection];
    const state = this.#states[connection];
    if (state === OPENING) {
      this.#failOpening(connection, `connect:${reason ?? 'closed'}`, at, samples);
    } else if (state === IN_FLIGHT && parser !== undefined) {
      if (reason === undefined && parser.finish()) this.#complete(connection, parser, at, samples);
      else this.#fail(connection, brokenKind(reason, parser.begun), at, samples);
    } else if (state === FREE) {
      this.#dropFree(connection, at);
    }
  }

  #complete(connection: number, parser: ResponseParser, at: Nanoseconds, samples: ThreadSamples): void {
    const since = this.#sinceOf(connection);
    if (this.#options.timeoutPolicy === 'abort' && this.#isLate(since, at)) {
      this.#timeOut(connection, at, samples);
      return;
    }
    const firstByteAt = nanoseconds(this.#firstByteAt[connection] ?? 0);
    samples.recordCompletion(since, this.#startOf(connection), firstByteAt, at, parser.status);
    this.#completedAt[connection] = at;
    this.#failuresInARow[connection] = 0;
    this.#end(connection, at);
    // A response that came before all of its request was sent leaves the rest of it in the way of the next.
    if (parser.keepAlive && !this.transport.isSending(connection)) {
      this.#states[connection] = FREE;
      this.#loop?.onAnswered(connection, at);
    } else {
      if (!parser.keepAlive) this.#counts.closedByServer++;
      this.#close(connection, at);
    }
  }

  #timeOut(connection: number, at: Nanoseconds, samples: ThreadSamples): void {
    samples.recordTimeout(this.#startOf(connection), at);
    this.#completedAt[connection] = 0;
    this.#end(connection, at);
    this.#close(connection, at);
  }

  #fail(connection: number, kind: string, at: Nanoseconds, samples: ThreadSamples): void {
    samples.recordFailure(this.#sinceOf(connection), this.#startOf(connection), at, kind);
    this.#end(connection, at);
    this.#rest(connection);
  }

  /** A request that could not be sent at all counts as started and failed; there may be none. */
  #failOpening(connection: number, kind: string, at: Nanoseconds, samples: ThreadSamples): void {
    const dueAt = this.#loop?.onOpenFailed(connection, at);
    const counts = at < this.#startsAt || this.#options.budget.take();
    if (dueAt !== undefined && counts) {
      samples.recordStart(dueAt, at);
      samples.recordFailure(dueAt, undefined, at, kind);
      this.#lastEndAt = at;
    }
    this.#rest(connection);
  }

  /** The server let go of a connection that carries no request, or spoke on it unasked: it is of no more use. */
  #dropFree(connection: number, at: Nanoseconds): void {
    if (this.#states[connection] !== FREE) return;
    this.#counts.closedWhileFree++;
    this.#close(connection, at);
  }

  #end(connection: number, at: Nanoseconds): void {
    this.#requests.remove(connection);
    this.#options.counters.inFlight = --this.#inFlight;
    this.#lastEndAt = at;
  }

  #close(connection: number, at: Nanoseconds): void {
    this.transport.close(connection);
    this.#states[connection] = CLOSED;
    this.#loop?.onClosed(connection, at);
  }

  /** Closes a connection that failed, and lets it rest the longer the more often it has. */
  #rest(connection: number): void {
    this.transport.close(connection);
    this.#states[connection] = RESTING;
    this.#completedAt[connection] = 0;
    this.#openings.remove(connection);
    const failures = (this.#failuresInARow[connection] ?? 0) + 1;
    this.#failuresInARow[connection] = failures;
    const rest = millisecondsToNanoseconds(reconnectDelay(failures));
    this.#resting.add(connection, nanoseconds(monotonicNow() + rest));
  }

  #wakeRested(now: Nanoseconds): void {
    for (let rested = this.#resting.takeDue(now); rested !== undefined; rested = this.#resting.takeDue(now)) {
      this.#states[rested] = CLOSED;
      this.#loop?.onClosed(rested, now);
    }
  }

  #sinceOf(connection: number): Nanoseconds {
    return nanoseconds(this.#since[connection] ?? 0);
  }

  #startOf(connection: number): Nanoseconds {
    return nanoseconds(this.#startedAt[connection] ?? 0);
  }

  #isLate(since: Nanoseconds, at: Nanoseconds): boolean {
    return at - since >= this.#timeout;
  }

  #watchOpening(connection: number, since: Nanoseconds): void {
    if (this.#options.timeoutPolicy === 'abort') this.#openings.add(connection, since);
  }

  /** Gives up the requests that have reached their time-out. @returns when the next will */
  #giveUpRequests(now: Nanoseconds, samples: ThreadSamples): Nanoseconds {
    for (let oldest = this.#requests.oldest; oldest !== undefined; oldest = this.#requests.oldest) {
      const since = this.#requests.startOf(oldest);
      if (!this.#isLate(since, now)) return nanoseconds(since + this.#timeout);
      this.#timeOut(oldest, now, samples);
    }
    return nanoseconds(Infinity);
  }

  /** Gives up the connections that did not open within a time-out. @returns when the next will be */
  #giveUpOpenings(now: Nanoseconds, samples: ThreadSamples): Nanoseconds {
    for (let oldest = this.#openings.oldest; oldest !== undefined; oldest = this.#openings.oldest) {
      const since = this.#openings.startOf(oldest);
      if (!this.#isLate(since, now)) return nanoseconds(since + this.#timeout);
      this.#failOpening(oldest, 'connect:timedOut', now, samples);
    }
    return nanoseconds(Infinity);
  }
}

function brokenKind(reason: string | undefined, begun: boolean): string {
  if (reason === 'EPIPE') return 'write:EPIPE';
  return `read:${reason ?? (begun ? 'closedInResponse' : 'closedBeforeResponse')}`;
}
