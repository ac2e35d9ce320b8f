import {
  millisecondsToMicroseconds,
  millisecondsToNanoseconds,
  nanoseconds,
  type Milliseconds,
  type Nanoseconds,
} from '../units.ts';
import type { TimeoutPolicy } from '../plan/load-settings.ts';
import { HeadCache, MALFORMED, NEEDS_MORE, ResponseParser } from './http/response-parser.ts';
import type { MeasurementWindow } from './measurement-window.ts';
import { monotonicNow } from './monotonic-clock.ts';
import { reconnectDelay } from './reconnect-delay.ts';
import { RestingConnections } from './resting-connections.ts';
import type { ThreadCounters } from './thread-counters.ts';
import { ThreadSamples, type ThreadResult } from './thread-samples.ts';
import { TimeOuts } from './time-outs.ts';
import { OVER, type Transport, type TransportEvents } from './transport/transport.ts';

const RATE_SAMPLE_INTERVAL = nanoseconds(100e6);

const CLOSED = 0;
const OPENING = 1;
/** Connected, and in the TLS handshake. */
const HANDSHAKING = 2;
const OPEN = 3;
const IN_FLIGHT = 4;

export interface ClosedLoopOptions {
  connections: number;
  timeout: Milliseconds;
  timeoutPolicy: TimeoutPolicy;
  /** The requests are HEAD: responses have no body. */
  bodyless: boolean;
  window: MeasurementWindow;
  counters: ThreadCounters;
  createTransport: (events: TransportEvents) => Transport;
}

/**
 * The clients of one generator thread: each connection sends a request, waits for its response, and sends the
 * next. Every request that was started ends in exactly one place of the ledger. The loop has no timer of its own:
 * its transport calls `tick` between the bytes.
 */
export class ClosedLoop implements TransportEvents {
  readonly transport: Transport;
  readonly #options: ClosedLoopOptions;
  readonly #timeout: Nanoseconds;
  readonly #states: Uint8Array;
  readonly #startedAt: Float64Array;
  /** When the connection's last request was completed; 0 where the next one does not follow on it. */
  readonly #completedAt: Float64Array;
  readonly #everOpened: Uint8Array;
  readonly #failuresInARow: Uint32Array;
  readonly #parsers: ResponseParser[];
  readonly #timeOuts: TimeOuts;
  readonly #resting: RestingConnections;
  /** Connections that are yet to open or fail before the loop begins. */
  #unsettled = 0;
  /** Undefined until the loop begins: before that nothing counts. */
  #samples: ThreadSamples | undefined;
  #connectionsOpened = 0;
  /** The first instant that is not measured. */
  #endsAt: Nanoseconds = nanoseconds(Infinity);
  #nextRateSampleAt: Nanoseconds = nanoseconds(Infinity);

  constructor(options: ClosedLoopOptions) {
    const { connections } = options;
    this.#options = options;
    this.transport = options.createTransport(this);
    this.#timeout = millisecondsToNanoseconds(options.timeout);
    this.#states = new Uint8Array(connections);
    this.#startedAt = new Float64Array(connections);
    this.#completedAt = new Float64Array(connections);
    this.#everOpened = new Uint8Array(connections);
    this.#failuresInARow = new Uint32Array(connections);
    this.#timeOuts = new TimeOuts(connections);
    this.#resting = new RestingConnections(connections);
    const cache = new HeadCache();
    this.#parsers = Array.from({ length: connections }, () => new ResponseParser(cache, options.bodyless));
  }

  /** Opens the connections, so that the first requests can start together. */
  connect(): void {
    const { connections } = this.#options;
    this.#unsettled = connections;
    for (let connection = 0; connection < connections; connection++) this.#open(connection);
  }

  /** Each connection is open or has failed. */
  get settled(): boolean {
    return this.#unsettled === 0;
  }

  /** Begins: sends on every open connection, and opens those that are not. */
  start(): void {
    const { window, counters, timeout } = this.#options;
    this.#samples = new ThreadSamples(counters, window.open(), millisecondsToMicroseconds(timeout));
    this.#endsAt = window.endsAt;
    this.#nextRateSampleAt = nanoseconds(window.open() + RATE_SAMPLE_INTERVAL);
    for (let connection = 0; connection < this.#options.connections; connection++) {
      const state = this.#states[connection];
      if (state === OPEN) this.#send(connection, this.#samples);
      else if (isOpening(state)) this.#watch(connection, monotonicNow());
      else this.#open(connection);
    }
  }

  /** Does what is due once it has begun. @returns when there will be more to do, or OVER at the window's end */
  tick(now: Nanoseconds): Nanoseconds {
    const samples = this.#samples;
    if (now >= this.#endsAt || samples === undefined) return OVER;
    if (now >= this.#nextRateSampleAt) {
      samples.sampleRate(now);
      this.#nextRateSampleAt = nanoseconds(now + RATE_SAMPLE_INTERVAL);
    }
    const nextTimeOutAt = this.#giveUpLate(now, samples);
    for (
      let rested = this.#resting.takeRested(now);
      rested !== undefined;
      rested = this.#resting.takeRested(now)
    )
      this.#open(rested);
    return nanoseconds(Math.min(this.#endsAt, this.#nextRateSampleAt, nextTimeOutAt, this.#resting.nextAt));
  }

  /** Ends the window now for these connections: no request starts any more, and the next tick is the last. */
  stop(): void {
    this.#endsAt = nanoseconds(Math.min(monotonicNow(), this.#endsAt));
  }

  /** Takes stock when the window has ended and lets every connection go. */
  finish(): ThreadResult {
    if (this.#samples === undefined) throw new Error('a loop that never began has no result');
    const inFlightSince: Nanoseconds[] = [];
    for (let connection = 0; connection < this.#options.connections; connection++) {
      if (this.#states[connection] === IN_FLIGHT)
        inFlightSince.push(nanoseconds(this.#startedAt[connection] ?? 0));
      this.#states[connection] = CLOSED;
      this.transport.close(connection);
    }
    return this.#samples.result({
      endedAt: this.#endsAt,
      inFlightSince,
      connectionsOpened: this.#connectionsOpened,
      connectionsNeverOpened: this.#everOpened.reduce(
        (count, opened) => count - opened,
        this.#options.connections,
      ),
    });
  }

  onConnect(connection: number): void {
    this.#states[connection] = HANDSHAKING;
  }

  onOpen(connection: number): void {
    this.#connectionsOpened++;
    this.#states[connection] = OPEN;
    this.#everOpened[connection] = 1;
    this.#timeOuts.remove(connection);
    this.#parsers[connection]?.restart();
    if (this.#samples === undefined) this.#unsettled--;
    else this.#send(connection, this.#samples);
  }

  /** Hot: once a response. */
  onBytes(connection: number, bytes: Buffer, start: number, end: number, arrivedAt: Nanoseconds): void {
    const parser = this.#parsers[connection];
    const samples = this.#samples;
    if (arrivedAt >= this.#endsAt || parser === undefined || samples === undefined) return;
    samples.recordBytes(end - start);
    if (this.#states[connection] !== IN_FLIGHT) return;
    const after = parser.feed(bytes, start, end);
    if (after === NEEDS_MORE) return;
    if (after === MALFORMED) this.#fail(connection, `protocol:${parser.problem}`, arrivedAt, samples);
    else if (after < end) this.#fail(connection, 'protocol:unexpectedData', arrivedAt, samples);
    else this.#complete(connection, parser, arrivedAt, samples);
  }

  onClose(connection: number, reason: string | undefined, at: Nanoseconds): void {
    const samples = this.#samples;
    if (samples === undefined) {
      // Not yet a failure: it is tried again, and counted, when the loop begins.
      if (isOpening(this.#states[connection])) this.#unsettled--;
      this.#states[connection] = CLOSED;
      return;
    }
    if (at >= this.#endsAt) return;
    const parser = this.#parsers[connection];
    if (isOpening(this.#states[connection])) {
      this.#fail(connection, this.#openingKind(connection, reason ?? 'closed'), at, samples);
    } else if (this.#states[connection] === IN_FLIGHT && parser !== undefined) {
      if (reason === undefined && parser.finish()) this.#complete(connection, parser, at, samples);
      else this.#fail(connection, brokenKind(reason, parser.begun), at, samples);
    }
  }

  #open(connection: number): void {
    this.#states[connection] = OPENING;
    if (this.#samples !== undefined) this.#watch(connection, monotonicNow());
    this.transport.open(connection);
  }

  #send(connection: number, samples: ThreadSamples): void {
    const startedAt = monotonicNow();
    if (startedAt >= this.#endsAt) return;
    this.#states[connection] = IN_FLIGHT;
    this.#startedAt[connection] = startedAt;
    samples.recordStart(startedAt);
    const completedAt = this.#completedAt[connection] ?? 0;
    if (completedAt !== 0) samples.recordGap(nanoseconds(startedAt - completedAt));
    this.#watch(connection, startedAt);
    this.transport.send(connection, 0, startedAt);
  }

  #complete(connection: number, parser: ResponseParser, at: Nanoseconds, samples: ThreadSamples): void {
    const startedAt = nanoseconds(this.#startedAt[connection] ?? 0);
    if (this.#options.timeoutPolicy === 'abort' && this.#isLate(startedAt, at)) {
      this.#timeOut(connection, at, samples);
      return;
    }
    samples.recordCompletion(startedAt, at, parser.status);
    this.#completedAt[connection] = at;
    this.#timeOuts.remove(connection);
    // Should the window end before the next request, this connection has none.
    this.#states[connection] = OPEN;
    this.#failuresInARow[connection] = 0;
    if (parser.keepAlive && !this.transport.isSending(connection)) {
      this.#send(connection, samples);
    } else {
      // A response that came before all of its request was sent leaves the rest of it in the way of the next.
      if (!parser.keepAlive) samples.connectionsClosedByServer++;
      this.transport.close(connection);
      this.#open(connection);
    }
  }

  #timeOut(connection: number, at: Nanoseconds, samples: ThreadSamples): void {
    samples.recordTimeout(nanoseconds(this.#startedAt[connection] ?? 0), at);
    this.#completedAt[connection] = 0;
    this.#timeOuts.remove(connection);
    this.transport.close(connection);
    this.#open(connection);
  }

  #fail(connection: number, kind: string, at: Nanoseconds, samples: ThreadSamples): void {
    const sent = this.#states[connection] === IN_FLIGHT;
    this.#completedAt[connection] = 0;
    if (!sent) samples.recordStart(at);
    samples.recordFailure(sent ? nanoseconds(this.#startedAt[connection] ?? 0) : undefined, at, kind);
    this.#timeOuts.remove(connection);
    this.transport.close(connection);
    this.#states[connection] = CLOSED;
    const failures = (this.#failuresInARow[connection] ?? 0) + 1;
    this.#failuresInARow[connection] = failures;
    const rest = millisecondsToNanoseconds(reconnectDelay(failures));
    this.#resting.add(connection, nanoseconds(monotonicNow() + rest));
  }

  #openingKind(connection: number, reason: string): string {
    return `${this.#states[connection] === HANDSHAKING ? 'tls' : 'connect'}:${reason}`;
  }

  #isLate(startedAt: Nanoseconds, at: Nanoseconds): boolean {
    return at - startedAt >= this.#timeout;
  }

  #watch(connection: number, since: Nanoseconds): void {
    if (this.#options.timeoutPolicy === 'abort') this.#timeOuts.add(connection, since);
  }

  /** Gives up what has reached its time-out. @returns when the next will */
  #giveUpLate(now: Nanoseconds, samples: ThreadSamples): Nanoseconds {
    for (let oldest = this.#timeOuts.oldest; oldest !== undefined; oldest = this.#timeOuts.oldest) {
      const startedAt = this.#timeOuts.startOf(oldest);
      if (!this.#isLate(startedAt, now)) return nanoseconds(startedAt + this.#timeout);
      if (isOpening(this.#states[oldest]))
        this.#fail(oldest, this.#openingKind(oldest, 'timedOut'), now, samples);
      else this.#timeOut(oldest, now, samples);
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
