import type { Arrivals } from '../../plan/arrivals.ts';
import type { ArrivalCounts } from '../../samples/arrival-counts.ts';
import { WaitingArrivals } from '../../samples/waiting-arrivals.ts';
import { millisecondsToNanoseconds, nanoseconds, type Nanoseconds } from '../../units.ts';
import type { ClientSide, Pace } from './client-side.ts';
import type { Clock } from './clock.ts';

export interface OpenPaceOptions {
  /** Those it begins with, which are open. */
  readonly connections: number;
  readonly connectionsMax: number;
  /** One for each generator thread. */
  readonly arrivals: readonly Arrivals[];
  readonly counts: ArrivalCounts;
  /** Infinity where nothing is given up. */
  readonly giveUpAfter: number;
  readonly endsAt: Nanoseconds;
}

/**
 * Requests arrive by a schedule, whatever the server does: an arrival takes a free connection, or opens one, or waits
 * for one where there can be no more.
 */
export class OpenPace implements Pace {
  readonly #client: ClientSide;
  readonly #clock: Clock;
  readonly #options: OpenPaceOptions;
  readonly #waiting = new WaitingArrivals();
  /** A stack: the one that was used last is taken first. */
  readonly #free: Int32Array;
  #freeCount = 0;
  #used: number;
  /** When the next request of each thread is due. */
  readonly #due: Float64Array;
  #nextThread = 0;
  #nextDueAt = Infinity;

  constructor(client: ClientSide, clock: Clock, options: OpenPaceOptions) {
    this.#client = client;
    this.#clock = clock;
    this.#options = options;
    this.#free = new Int32Array(options.connectionsMax);
    this.#used = options.connections;
    this.#due = Float64Array.from(options.arrivals, dueAt);
  }

  begin(): void {
    for (let connection = this.#used - 1; connection >= 0; connection--) this.#push(connection);
    this.#findNext();
  }

  /** How many connections it has had. */
  get used(): number {
    return this.#used;
  }

  get nextAt(): Nanoseconds {
    const givenUpAt = this.#waiting.size === 0 ? Infinity : this.#waiting.first + this.#options.giveUpAfter;
    return nanoseconds(Math.min(givenUpAt, this.#nextDueAt));
  }

  onTime(): void {
    const at = this.#clock.now;
    const { counts, arrivals, giveUpAfter } = this.#options;
    if (this.#waiting.size > 0 && this.#waiting.first + giveUpAfter <= at) {
      counts.addGivenUp(this.#waiting.take(), at);
      return;
    }
    const thread = arrivals[this.#nextThread];
    if (thread !== undefined) this.#due[this.#nextThread] = dueAt(thread);
    this.#arrive(at);
    this.#findNext();
  }

  onFree(connection: number): void {
    if (this.#waiting.size === 0) {
      this.#push(connection);
      return;
    }
    const at = this.#clock.now;
    const due = this.#waiting.take();
    this.#options.counts.addStarted(due, at);
    this.#options.counts.addWaited(due, at, at);
    this.#client.sendDue(connection, due);
  }

  onDue(): void {
    // Its connections rest for nothing.
  }

  get isOver(): boolean {
    return this.#nextDueAt === Infinity && this.#waiting.size === 0;
  }

  /** At the end of the window. */
  finish(endedAt: Nanoseconds): void {
    const { counts } = this.#options;
    while (this.#waiting.size > 0) counts.addUnsent(this.#waiting.take());
    if (this.#nextDueAt < endedAt) throw new Error('an arrival was due before the end and did not arrive');
  }

  #arrive(at: Nanoseconds): void {
    const { counts, connectionsMax } = this.#options;
    counts.addScheduled(at);
    if (this.#freeCount === 0 && this.#used === connectionsMax) {
      this.#waiting.add(at);
      return;
    }
    let connection = this.#used;
    if (this.#freeCount > 0) connection = this.#free[--this.#freeCount] ?? 0;
    else {
      this.#used++;
      this.#client.open(connection);
    }
    counts.addStarted(at, at);
    this.#client.sendDue(connection, at);
  }

  #push(connection: number): void {
    this.#free[this.#freeCount++] = connection;
  }

  /** Finds the thread whose request is due first, unless the window has ended by then, or no more are wanted. */
  #findNext(): void {
    let first = Infinity;
    for (let thread = 0; thread < this.#due.length; thread++) {
      const due = this.#due[thread] ?? Infinity;
      if (due >= first) continue;
      first = due;
      this.#nextThread = thread;
    }
    const isWanted = first < this.#options.endsAt && this.#client.take(nanoseconds(first));
    this.#nextDueAt = isWanted ? first : Infinity;
  }
}

const dueAt = (arrivals: Arrivals): Nanoseconds => millisecondsToNanoseconds(arrivals.next());
