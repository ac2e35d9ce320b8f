import { nanoseconds, type Nanoseconds } from '../../units.ts';
import { DurationCounts, type DurationCount } from '../../samples/duration-counts.ts';
import type { Clock } from './clock.ts';
import type { ConnectionWorker } from './connection-workers.ts';
import { GiveUpLine } from './give-up-line.ts';
import type { ServerSide } from './server-side.ts';
import { toMicroseconds, type EndedRequests, type SimulationSamples } from './simulation-samples.ts';

/** No connection, no job. */
const NONE = -1;
/** Nothing was completed on a connection since it was opened. */
const NEVER = -Infinity;
/** The record of a connection, in times and in words; and where in it are its worker and its job. */
const STAMPS = 2;
const WORDS = 4;
const ROUTE = 2;
const JOB = 3;

/** Says when requests are sent. */
export interface Pace {
  begin(): void;
  /** Hot: a connection can carry another request. */
  onFree(connection: number): void;
  /** An event of the connection's own has come, which the pace asked for. */
  onDue(connection: number): void;
  /** When it has something to do by itself; Infinity: nothing. */
  readonly nextAt: Nanoseconds;
  onTime(): void;
  /** No more requests will be sent. */
  readonly isOver: boolean;
}

export interface ClientOptions {
  /** How many there can be at most. */
  readonly capacity: number;
  /** Infinity where nothing is given up. */
  readonly giveUpAfter: number;
  readonly windowStart: Nanoseconds;
  /** Infinity where the number of requests does not end the window. */
  readonly requests: number;
  /** Response times are counted from when a request was due, not from when it was sent. */
  readonly sinceDue: boolean;
  /** Undefined where there is one kind only. */
  readonly nextKind: (() => number) | undefined;
}

/** The connections of the load. Each carries one request at a time; when one is sent is for the pace to say. */
export class ClientSide {
  readonly samples: SimulationSamples;
  readonly #clock: Clock;
  readonly #options: ClientOptions;
  /**
   * A record for each connection, since with a million of them each look at another array goes to memory. First when its
   * request was sent. Of one that carries none, below 0: −1 − when its last one was completed, or NEVER.
   */
  readonly #stamps: Float64Array;
  /**
   * The same memory. Third, twice the worker that it comes to, and 1 more when it has carried a request before. Fourth its
   * request, which the server has.
   */
  readonly #words: Int32Array;
  /** When its request was due, in an open loop. */
  readonly #dueAt: Float64Array;
  readonly #isOpen: boolean;
  readonly #nextKind: (() => number) | undefined;
  readonly #giveUps: GiveUpLine | undefined;
  #server: ServerSide | undefined;
  #pace: Pace | undefined;
  #workerOf: ConnectionWorker = () => 0;
  readonly #limitsRequests: boolean;
  #left: number;
  #inFlight = 0;
  #lastEndAt = 0;
  opened = 0;
  reused = 0;

  constructor(options: ClientOptions, clock: Clock, samples: SimulationSamples) {
    const { capacity, giveUpAfter, sinceDue, requests, nextKind } = options;
    this.samples = samples;
    this.#clock = clock;
    this.#options = options;
    this.#stamps = new Float64Array(STAMPS * capacity).fill(NEVER);
    this.#words = new Int32Array(this.#stamps.buffer);
    this.#isOpen = sinceDue;
    this.#nextKind = nextKind;
    this.#dueAt = new Float64Array(sinceDue ? capacity : 0);
    this.#giveUps = giveUpAfter === Infinity ? undefined : new GiveUpLine(capacity);
    this.#limitsRequests = requests !== Infinity;
    this.#left = requests;
  }

  /** Opens the first so many connections and begins the load. */
  begin(server: ServerSide, pace: Pace, workerOf: ConnectionWorker, connections: number): void {
    this.#server = server;
    this.#pace = pace;
    this.#workerOf = workerOf;
    for (let connection = 0; connection < connections; connection++) this.open(connection);
    pace.begin();
  }

  open(connection: number): void {
    this.#words[WORDS * connection + ROUTE] = 2 * this.#workerOf(connection);
    this.opened++;
  }

  /** Takes one of the number of requests that ends the window. @returns whether there was one left */
  take(at: Nanoseconds): boolean {
    if (!this.#limitsRequests || at < this.#options.windowStart) return true;
    if (this.#left === 0) return false;
    this.#left--;
    return true;
  }

  get isExhausted(): boolean {
    return this.#left === 0;
  }

  /** Hot: as `send`, in an open loop. */
  sendDue(connection: number, dueAt: Nanoseconds): void {
    this.#dueAt[connection] = dueAt;
    this.send(connection);
  }

  /** Hot: sends a request on a connection that is open and carries none. */
  send(connection: number): void {
    const server = this.#server;
    if (server === undefined) return;
    const at = this.#clock.now;
    const stamps = this.#stamps;
    const stamp = stamps[STAMPS * connection] ?? NEVER;
    stamps[STAMPS * connection] = at;
    this.samples.recordStart(-1 - stamp);
    const words = this.#words;
    const route = words[WORDS * connection + ROUTE] ?? 0;
    if ((route & 1) === 0) words[WORDS * connection + ROUTE] = route + 1;
    else this.reused++;
    this.#inFlight++;
    const job = server.arrive(connection, route >> 1, this.#nextKind === undefined ? 0 : this.#nextKind());
    if (this.#giveUps === undefined) return;
    this.#giveUps.add(connection);
    words[WORDS * connection + JOB] = job;
  }

  /** Hot. */
  answered(connection: number): void {
    const stamps = this.#stamps;
    const startedAt = stamps[STAMPS * connection] ?? 0;
    const at = this.#clock.now;
    this.samples.recordCompletion(connection, this.#dueAtOf(connection, startedAt), startedAt);
    stamps[STAMPS * connection] = -1 - at;
    this.#end(connection);
    this.#pace?.onFree(connection);
  }

  /** When the next request is given up; Infinity: none will be. */
  get nextGiveUpAt(): Nanoseconds {
    const first = this.#giveUps?.first ?? NONE;
    if (first === NONE) return nanoseconds(Infinity);
    return nanoseconds(this.#dueAtOf(first, this.#stampOf(first)) + this.#options.giveUpAfter);
  }

  /** The request that was begun first is given up: the server goes on with it, for nobody, and the connection is a new one. */
  giveUp(): void {
    const connection = this.#giveUps?.first ?? NONE;
    this.#server?.jobs.leave(this.#words[WORDS * connection + JOB] ?? NONE);
    const startedAt = this.#stampOf(connection);
    this.samples.recordTimeOut(this.#dueAtOf(connection, startedAt), startedAt);
    this.#end(connection);
    this.#stamps[STAMPS * connection] = NEVER;
    this.open(connection);
    this.#pace?.onFree(connection);
  }

  get limitsRequests(): boolean {
    return this.#limitsRequests;
  }

  get givesUp(): boolean {
    return this.#giveUps !== undefined;
  }

  /** Just after the last request of the number that ends the window; undefined as long as there are more. */
  get overAt(): Nanoseconds | undefined {
    const isOver = this.#pace?.isOver === true && this.#inFlight === 0;
    return isOver ? nanoseconds(this.#lastEndAt + 1) : undefined;
  }

  /** What is in flight when the window ends, by the age it has reached. */
  inFlightAt(end: Nanoseconds): InFlight {
    const { carried, opening, settled } = this.samples;
    const ages = new Map([carried, opening, settled].map((part) => [part, new DurationCounts()]));
    let carriedOver = 0;
    for (let connection = 0; connection < this.#options.capacity; connection++) {
      const startedAt = this.#stampOf(connection);
      if (startedAt < 0) continue;
      const dueAt = this.#dueAtOf(connection, startedAt);
      if (startedAt < this.#options.windowStart) carriedOver++;
      ages.get(this.samples.partOf(dueAt))?.add(toMicroseconds(end - dueAt));
    }
    const of = (part: EndedRequests): readonly DurationCount[] => ages.get(part)?.sorted() ?? [];
    return {
      count: this.#inFlight,
      carriedOver,
      carried: of(carried),
      opening: of(opening),
      settled: of(settled),
    };
  }

  #dueAtOf(connection: number, startedAt: number): number {
    return this.#isOpen ? (this.#dueAt[connection] ?? 0) : startedAt;
  }

  #stampOf(connection: number): number {
    return this.#stamps[STAMPS * connection] ?? NEVER;
  }

  #end(connection: number): void {
    this.#giveUps?.remove(connection);
    this.#inFlight--;
    this.#lastEndAt = this.#clock.now;
  }
}

/** Requests in flight at the end of the window, by their age; parted as the samples part those that ended. */
export interface InFlight {
  readonly count: number;
  /** Sent before the window. */
  readonly carriedOver: number;
  readonly carried: readonly DurationCount[];
  readonly opening: readonly DurationCount[];
  readonly settled: readonly DurationCount[];
}
