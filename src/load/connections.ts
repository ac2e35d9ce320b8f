import {
  millisecondsToMicroseconds,
  millisecondsToNanoseconds,
  nanoseconds,
  type Milliseconds,
  type Nanoseconds,
} from '../units.ts';
import type { TimeoutPolicy } from '../plan/load-settings.ts';
import { ConnectionCounts, type ConnectionCountValues } from './connection-counts.ts';
import { HeadCache } from './http/head-cache.ts';
import { MALFORMED, NEEDS_MORE } from './http/outcome.ts';
import { ResponseParser } from './http/response-parser.ts';
import { seriesInterval } from '../samples/interval-samples.ts';
import { NOT_SENT, type Loop, type LoopConnections } from './loop.ts';
import type { MeasurementWindow } from './measurement-window.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import { OpeningConnections } from './opening-connections.ts';
import type { RawSampler } from './raw-samples/raw-sampler.ts';
import { blankSample, type InFlightSample, type Sample } from './raw-samples/sample.ts';
import type { RequestBudget } from './request-budget.ts';
import type { RequestPicker } from './request-picker.ts';
import { RequestsInFlight } from './requests-in-flight.ts';
import type { ThreadCounters } from './thread-counters.ts';
import { ThreadSamples, type ThreadSampleResult } from './thread-samples.ts';
import { OVER, type Transport, type TransportEvents } from './transport/transport.ts';

const RATE_SAMPLE_INTERVAL = nanoseconds(100e6);

/** The states of a connection. */
const CLOSED = 0;
const OPENING = 1;
/** Connected, and in the TLS handshake. */
const HANDSHAKING = 2;
const FREE = 3;
const IN_FLIGHT = 4;
/** Closed after a failure, and not to be opened yet. */
const RESTING = 5;

export interface ConnectionsOptions {
  /** How many there can be at most. */
  capacity: number;
  timeout: Milliseconds;
  timeoutPolicy: TimeoutPolicy;
  /** Of the window; Infinity where something else ends it. */
  duration: Milliseconds;
  /** Response times are counted from when a request was due (open loop), not from when it was sent. */
  sinceDue: boolean;
  picker: RequestPicker;
  /** Of each request: its response has no body. */
  bodyless: readonly boolean[];
  window: MeasurementWindow;
  /** What each request that is sent takes one of. */
  budget: RequestBudget;
  counters: ThreadCounters;
  /** Where every request is to be kept for itself. */
  raw?: RawSampler | undefined;
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
  /** When the connection's last request was completed; 0 where the next one does not follow on it. */
  readonly #completedAt: Float64Array;
  readonly #parsers: ResponseParser[];
  readonly #openings: OpeningConnections;
  readonly #requests: RequestsInFlight;
  readonly #counts: ConnectionCounts;
  /** Undefined until the load begins: before that nothing counts, and nothing is sent. */
  #samples: ThreadSamples | undefined;
  #loop: Loop | undefined;
  #unsettled = 0;
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
    this.#completedAt = new Float64Array(capacity);
    const timesOut = options.timeoutPolicy === 'abort';
    this.#openings = new OpeningConnections(capacity, timesOut);
    this.#requests = new RequestsInFlight(capacity, timesOut);
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
    const { window, counters, timeout, duration, raw } = this.#options;
    const begunAt = window.begin();
    this.#startsAt = window.startsAt ?? begunAt;
    this.#samples = new ThreadSamples(
      counters,
      this.#startsAt,
      millisecondsToMicroseconds(timeout),
      seriesInterval(duration),
      raw,
    );
    this.#endsAt = window.endsAt;
    this.#nextRateSampleAt = nanoseconds(this.#startsAt + RATE_SAMPLE_INTERVAL);
    for (let connection = 0; connection < this.#states.length; connection++)
      if (isOpening(this.#states[connection])) this.#openings.begin(connection, monotonicNow());
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
    if (loop.isOver && this.#requests.count === 0) {
      this.#endsAt = nanoseconds(Math.min(this.#endsAt, this.#lastEndAt + 1));
      return OVER;
    }
    return nanoseconds(
      Math.min(
        this.#endsAt,
        this.#nextRateSampleAt,
        nextTimeOutAt,
        this.#openings.nextRestedAt,
        nextOfLoopAt,
      ),
    );
  }

  /** Ends the window now for these connections: no request starts any more, and the next tick is the last. */
  stop(): void {
    this.#endsAt = nanoseconds(Math.min(monotonicNow(), this.#endsAt));
  }

  /** Takes stock when the window has ended and lets every connection go. */
  finish(): ConnectionsResult {
    if (this.#samples === undefined) throw new Error('a load that never began has no result');
    const inFlight: InFlightSample[] = [];
    for (let connection = 0; connection < this.#states.length; connection++) {
      if (this.#states[connection] === IN_FLIGHT) inFlight.push(this.#requests.peek(connection));
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
    if (this.#samples !== undefined) this.#openings.begin(connection, now);
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
    const { picker, bodyless, sinceDue, counters } = this.#options;
    const samples = this.#samples;
    if (samples === undefined) return NOT_SENT;
    const request = picker.next();
    this.#parsers[connection]?.expect(bodyless[request] === true);
    // From the stamp to the hand-over nothing is done that can wait: it would count as the server's.
    const startedAt = monotonicNow();
    if (!this.#mayStart(startedAt)) return NOT_SENT;
    this.#states[connection] = IN_FLIGHT;
    this.#requests.begin(connection, request, sinceDue ? dueAt : startedAt, startedAt);
    this.transport.send(connection, request, startedAt);
    counters.inFlight = this.#requests.count;
    samples.recordStart(freeAt, startedAt);
    this.#counts.addSent(connection);
    const completedAt = this.#completedAt[connection] ?? 0;
    if (completedAt !== 0) samples.recordGap(nanoseconds(completedAt), startedAt);
    return startedAt;
  }

  onConnect(connection: number): void {
    this.#states[connection] = HANDSHAKING;
  }

  /** Hot. What was started before the window, or within it, when it was decided on stays so. */
  onSent(connection: number, startedAt: Nanoseconds): void {
    const latest = this.#requests.startOf(connection) < this.#startsAt ? this.#startsAt - 1 : this.#endsAt;
    this.#requests.correctStart(
      connection,
      nanoseconds(Math.min(startedAt, latest)),
      !this.#options.sinceDue,
    );
  }

  onOpen(connection: number): void {
    const now = monotonicNow();
    this.#states[connection] = FREE;
    this.#openings.end(connection);
    this.#parsers[connection]?.restart();
    this.#counts.addOpened(connection, now);
    if (this.#samples === undefined) this.#unsettled--;
    else this.#loop?.onOpened(connection, now);
  }

  /** Hot: once a response. */
  onBytes(connection: number, bytes: Buffer, start: number, end: number, arrivedAt: Nanoseconds): void {
    const parser = this.#parsers[connection];
    const samples = this.#samples;
    if (samples === undefined) this.#dropUnasked(connection);
    if (arrivedAt >= this.#endsAt || parser === undefined || samples === undefined) return;
    samples.recordBytes(end - start, arrivedAt);
    if (this.#states[connection] !== IN_FLIGHT) {
      this.#dropFree(connection, arrivedAt);
      return;
    }
    this.#requests.addBytes(connection, arrivedAt);
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
      if (isOpening(this.#states[connection])) this.#unsettled--;
      this.#states[connection] = CLOSED;
      return;
    }
    if (at >= this.#endsAt) return;
    const parser = this.#parsers[connection];
    const state = this.#states[connection];
    if (isOpening(state)) {
      this.#failOpening(connection, reason ?? 'closed', at, samples);
    } else if (state === IN_FLIGHT && parser !== undefined) {
      if (reason === undefined && parser.finish()) this.#complete(connection, parser, at, samples);
      else this.#fail(connection, brokenKind(reason, parser.begun), at, samples);
    } else if (state === FREE) {
      this.#dropFree(connection, at);
    }
  }

  #complete(connection: number, parser: ResponseParser, at: Nanoseconds, samples: ThreadSamples): void {
    if (
      this.#options.timeoutPolicy === 'abort' &&
      this.#isLate(this.#requests.intendedStartOf(connection), at)
    ) {
      this.#timeOut(connection, at, samples);
      return;
    }
    samples.recordCompletion(this.#end(connection, at), parser.status);
    this.#completedAt[connection] = at;
    this.#openings.addSuccess(connection);
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
    samples.recordTimeout(this.#end(connection, at));
    this.#completedAt[connection] = 0;
    this.#close(connection, at);
  }

  #fail(connection: number, kind: string, at: Nanoseconds, samples: ThreadSamples): void {
    samples.recordFailure(this.#end(connection, at), kind);
    this.#rest(connection);
  }

  /** A request that could not be sent at all counts as started and failed; there may be none. */
  #failOpening(connection: number, reason: string, at: Nanoseconds, samples: ThreadSamples): void {
    const kind = `${this.#states[connection] === HANDSHAKING ? 'tls' : 'connect'}:${reason}`;
    const dueAt = this.#loop?.onOpenFailed(connection, at);
    const counts = at < this.#startsAt || this.#options.budget.take();
    if (dueAt !== undefined && counts) {
      const request = this.#options.picker.next();
      samples.recordUnsent({ ...blankSample(), connection, request, intendedAt: dueAt, endedAt: at }, kind);
      this.#lastEndAt = at;
    }
    this.#rest(connection);
  }

  /** A server that speaks before it is asked, and before the load begins: the connection is opened anew then. */
  #dropUnasked(connection: number): void {
    this.transport.close(connection);
    this.#states[connection] = CLOSED;
  }

  /** The server let go of a connection that carries no request, or spoke on it unasked: it is of no more use. */
  #dropFree(connection: number, at: Nanoseconds): void {
    if (this.#states[connection] !== FREE) return;
    this.#counts.closedWhileFree++;
    this.#close(connection, at);
  }

  /** Hot: takes a request out of those in flight. @returns what is known of it */
  #end(connection: number, at: Nanoseconds): Sample {
    const ended = this.#requests.end(connection, at);
    this.#options.counters.inFlight = this.#requests.count;
    this.#lastEndAt = at;
    return ended;
  }

  #close(connection: number, at: Nanoseconds): void {
    this.transport.close(connection);
    this.#states[connection] = CLOSED;
    this.#loop?.onClosed(connection, at);
  }

  /** Closes a connection that failed, until its rest is over. */
  #rest(connection: number): void {
    this.transport.close(connection);
    this.#states[connection] = RESTING;
    this.#completedAt[connection] = 0;
    this.#openings.rest(connection, monotonicNow());
  }

  #wakeRested(now: Nanoseconds): void {
    for (
      let rested = this.#openings.takeRested(now);
      rested !== undefined;
      rested = this.#openings.takeRested(now)
    ) {
      this.#states[rested] = CLOSED;
      this.#loop?.onClosed(rested, now);
    }
  }

  /** What is sent before the window starts is not counted, and takes no part of the number asked for. */
  #mayStart(at: Nanoseconds): boolean {
    return at < this.#endsAt && (at < this.#startsAt || this.#options.budget.take());
  }

  #isLate(since: Nanoseconds, at: Nanoseconds): boolean {
    return at - since >= this.#timeout;
  }

  /** Gives up the requests that have reached their time-out. @returns when the next will */
  #giveUpRequests(now: Nanoseconds, samples: ThreadSamples): Nanoseconds {
    for (let oldest = this.#requests.oldest; oldest !== undefined; oldest = this.#requests.oldest) {
      const since = this.#requests.intendedStartOf(oldest);
      if (!this.#isLate(since, now)) return nanoseconds(since + this.#timeout);
      this.#timeOut(oldest, now, samples);
    }
    return nanoseconds(Infinity);
  }

  /** Gives up the connections that did not open within a time-out. @returns when the next will be */
  #giveUpOpenings(now: Nanoseconds, samples: ThreadSamples): Nanoseconds {
    for (let oldest = this.#openings.oldest; oldest !== undefined; oldest = this.#openings.oldest) {
      const since = this.#openings.sinceOf(oldest);
      if (!this.#isLate(since, now)) return nanoseconds(since + this.#timeout);
      this.#failOpening(oldest, 'timedOut', now, samples);
    }
    return nanoseconds(Infinity);
  }
}

function isOpening(state: number | undefined): boolean {
  return state === OPENING || state === HANDSHAKING;
}

function brokenKind(reason: string | undefined, begun: boolean): string {
  // Under TLS 1.3 a server refuses a client after the handshake is over for the client.
  if (reason?.startsWith('ERR_SSL_') === true) return `tls:${reason}`;
  if (reason === 'EPIPE') return 'write:EPIPE';
  return `read:${reason ?? (begun ? 'closedInResponse' : 'closedBeforeResponse')}`;
}
