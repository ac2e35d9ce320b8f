import { nanoseconds, type Nanoseconds } from '../../units.ts';
import { DurationCounts, type DurationCount } from '../../samples/duration-counts.ts';
import type { ConnectionWorker } from './connection-workers.ts';
import { GiveUpLine } from './give-up-line.ts';
import { NONE } from './jobs.ts';
import type { ServerSide } from './server-side.ts';
import { toMicroseconds, type EndedRequests, type SimulationSamples } from './simulation-samples.ts';

/** Nothing was completed on a connection since it was opened. */
const NEVER = -Infinity;

/** Says when requests are sent. */
export interface Pace {
  begin(): void;
  /** Hot: a connection can carry another request. */
  onFree(connection: number, at: Nanoseconds): void;
  /** An event of the connection's own has come, which the pace asked for. */
  onDue(connection: number, at: Nanoseconds): void;
  /** When it has something to do by itself; Infinity: nothing. */
  readonly nextAt: Nanoseconds;
  onTime(at: Nanoseconds): void;
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
  readonly nextKind: () => number;
}

/** The connections of the load. Each carries one request at a time; when one is sent is for the pace to say. */
export class ClientSide {
  readonly samples: SimulationSamples;
  readonly #options: ClientOptions;
  /**
   * When the connection's request was sent. Of one that carries none, below 0: −1 − when its last one was completed, or
   * NEVER. One place for both, since with a million connections each look at another array goes to memory.
   */
  readonly #stamps: Float64Array;
  /** When its request was due, in an open loop. */
  readonly #dueAt: Float64Array;
  /** Its request, which the server has; kept where requests are given up. */
  readonly #jobs: Int32Array;
  /** Twice the worker it comes to, and 1 more when it has carried a request before. */
  readonly #routes: Int32Array;
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

  constructor(options: ClientOptions, samples: SimulationSamples) {
    const { capacity, giveUpAfter, sinceDue, requests } = options;
    this.samples = samples;
    this.#options = options;
    this.#stamps = new Float64Array(capacity).fill(NEVER);
    this.#dueAt = new Float64Array(sinceDue ? capacity : 0);
    this.#jobs = new Int32Array(giveUpAfter === Infinity ? 0 : capacity);
    this.#routes = new Int32Array(capacity);
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
    this.#routes[connection] = 2 * this.#workerOf(connection);
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

  /** Hot: sends a request on a connection that is open and carries none. */
  send(connection: number, dueAt: Nanoseconds, at: Nanoseconds): void {
    const server = this.#server;
    if (server === undefined) return;
    const stamp = this.#stamps[connection] ?? NEVER;
    if (stamp !== NEVER) this.samples.recordGap(-1 - stamp, at);
    this.samples.recordStart(at);
    this.#stamps[connection] = at;
    if (this.#options.sinceDue) this.#dueAt[connection] = dueAt;
    const route = this.#routes[connection] ?? 0;
    if ((route & 1) === 0) this.#routes[connection] = route + 1;
    else this.reused++;
    this.#inFlight++;
    const job = server.arrive(connection, route >> 1, this.#options.nextKind(), at);
    if (this.#giveUps === undefined) return;
    this.#giveUps.add(connection);
    this.#jobs[connection] = job;
  }

  /** Hot. */
  answered(connection: number, at: Nanoseconds): void {
    const startedAt = this.#stamps[connection] ?? 0;
    this.samples.recordCompletion(connection, this.#dueAtOf(connection, startedAt), startedAt, at);
    this.#end(connection, at);
    this.#stamps[connection] = -1 - at;
    this.#pace?.onFree(connection, at);
  }

  /** When the next request is given up; Infinity: none will be. */
  get nextGiveUpAt(): Nanoseconds {
    const first = this.#giveUps?.first ?? NONE;
    if (first === NONE) return nanoseconds(Infinity);
    return nanoseconds(this.#dueAtOf(first, this.#stamps[first] ?? 0) + this.#options.giveUpAfter);
  }

  /** The request that was begun first is given up: the server goes on with it, for nobody, and the connection is a new one. */
  giveUp(at: Nanoseconds): void {
    const connection = this.#giveUps?.first ?? NONE;
    const job = this.#jobs[connection] ?? NONE;
    const jobs = this.#server?.jobs;
    if (jobs !== undefined) jobs.connection[job] = NONE;
    const startedAt = this.#stamps[connection] ?? 0;
    this.samples.recordTimeOut(this.#dueAtOf(connection, startedAt), startedAt, at);
    this.#end(connection, at);
    this.#stamps[connection] = NEVER;
    this.open(connection);
    this.#pace?.onFree(connection, at);
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
    for (let connection = 0; connection < this.#stamps.length; connection++) {
      const startedAt = this.#stamps[connection] ?? NEVER;
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
    return this.#options.sinceDue ? (this.#dueAt[connection] ?? 0) : startedAt;
  }

  #end(connection: number, at: Nanoseconds): void {
    this.#giveUps?.remove(connection);
    this.#inFlight--;
    this.#lastEndAt = at;
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
