import type { CatchUp, TimeoutPolicy } from '../plan/load-settings.ts';
import { millisecondsToNanoseconds, nanoseconds, type Milliseconds, type Nanoseconds } from '../units.ts';
import { ArrivalCounts, type ArrivalCountValues } from '../samples/arrival-counts.ts';
import { WaitingArrivals } from '../samples/waiting-arrivals.ts';
import { ConnectionStack } from './connection-stack.ts';
import { NOT_SENT, type Loop, type LoopConnections } from './loop.ts';
import type { MeasurementWindow } from './measurement-window.ts';
import { reconnectDelay } from './reconnect-delay.ts';
import type { RequestBudget } from './request-budget.ts';

/** An arrival that the generator gets round to later than this after it was due is behind, and skipped if that is wished. */
const BEHIND = nanoseconds(10e6);

export interface OpenLoopOptions {
  /** How many connections there can be, on this thread. */
  capacity: number;
  /** The next arrival, since the load began. */
  nextArrival: () => Milliseconds;
  catchUp: CatchUp;
  timeout: Nanoseconds;
  timeoutPolicy: TimeoutPolicy;
  window: MeasurementWindow;
  budget: RequestBudget;
}

/**
 * Requests arrive by a schedule, whatever the server does. An arrival takes a free connection, or waits for one, and
 * another connection is opened for it as long as there may be more.
 */
export class OpenLoop implements Loop {
  readonly #connections: LoopConnections;
  readonly #options: OpenLoopOptions;
  readonly #waiting = new WaitingArrivals();
  readonly #free: ConnectionStack;
  readonly #closed: ConnectionStack;
  #counts = new ArrivalCounts(nanoseconds(0));
  #begunAt = nanoseconds(0);
  #nextAt = nanoseconds(Infinity);
  /** Connections that are being opened. */
  #opening = 0;
  /** Where the server takes no connections, arrivals wait rather than try each for itself. */
  #opensAgainAt = nanoseconds(0);
  #failuresInARow = 0;

  constructor(connections: LoopConnections, options: OpenLoopOptions) {
    this.#connections = connections;
    this.#options = options;
    this.#free = new ConnectionStack(options.capacity);
    this.#closed = new ConnectionStack(options.capacity);
  }

  begin(at: Nanoseconds): void {
    const { capacity, window } = this.#options;
    this.#counts = new ArrivalCounts(window.startsAt ?? at);
    // The last pushed is taken first: so the lowest numbers are.
    for (let connection = capacity - 1; connection >= 0; connection--) {
      if (this.#connections.isFree(connection)) this.#free.push(connection);
      else if (this.#connections.isClosed(connection)) this.#closed.push(connection);
      else this.#opening++;
    }
    this.#begunAt = at;
    this.#nextAt = this.#schedule();
  }

  /** Hot: once a response. */
  onAnswered(connection: number, at: Nanoseconds): void {
    if (this.#waiting.size === 0) this.#free.push(connection);
    else this.#sendWaiting(connection, at);
  }

  onOpened(connection: number, at: Nanoseconds): void {
    this.#opening--;
    this.#failuresInARow = 0;
    this.#opensAgainAt = nanoseconds(0);
    this.onAnswered(connection, at);
  }

  onClosed(connection: number, at: Nanoseconds): void {
    this.#closed.push(connection);
    this.#openForWaiting(at);
  }

  /** The arrival that has waited longest fails with it. */
  onOpenFailed(_connection: number, at: Nanoseconds): Nanoseconds | undefined {
    this.#opening--;
    if (at >= this.#opensAgainAt) {
      const rest = millisecondsToNanoseconds(reconnectDelay(++this.#failuresInARow));
      this.#opensAgainAt = nanoseconds(at + rest);
    }
    if (this.#waiting.size === 0) return undefined;
    const dueAt = this.#waiting.take();
    this.#counts.addStarted(dueAt, at);
    return dueAt;
  }

  tick(now: Nanoseconds): Nanoseconds {
    while (this.#nextAt <= now) {
      this.#arrive(this.#nextAt, now);
      this.#nextAt = this.#schedule();
    }
    const { timeout, timeoutPolicy } = this.#options;
    const timeoutAt = (): number => this.#waiting.first + (timeoutPolicy === 'abort' ? timeout : Infinity);
    while (timeoutAt() <= now) this.#counts.addGivenUp(this.#waiting.take(), now);
    this.#openForWaiting(now);
    const opensAgainAt = this.#opensAgainAt > now && this.#waiting.size > 0 ? this.#opensAgainAt : Infinity;
    return nanoseconds(Math.min(this.#nextAt, timeoutAt(), opensAgainAt));
  }

  get isOver(): boolean {
    return this.#nextAt === Infinity && this.#waiting.size === 0;
  }

  /** What became of the arrivals, when the window has ended. */
  finish(endedAt: Nanoseconds): ArrivalCountValues {
    while (this.#waiting.size > 0) this.#counts.addUnsent(this.#waiting.take());
    for (; this.#nextAt < endedAt; this.#nextAt = this.#schedule()) {
      this.#counts.addScheduled(this.#nextAt);
      this.#counts.addUnsent(this.#nextAt);
    }
    return this.#counts.values;
  }

  /** When the next request is due; Infinity when the window has ended by then, or no more are wanted. */
  #schedule(): Nanoseconds {
    const { nextArrival, window, budget } = this.#options;
    const dueAt = nanoseconds(this.#begunAt + nextArrival() * 1e6);
    if (dueAt >= window.endsAt) return nanoseconds(Infinity);
    if (dueAt >= (window.startsAt ?? 0) && !budget.take()) return nanoseconds(Infinity);
    return dueAt;
  }

  /** Hot: once an arrival. */
  #arrive(dueAt: Nanoseconds, now: Nanoseconds): void {
    this.#counts.addScheduled(dueAt);
    if (this.#options.catchUp === 'skip' && now - dueAt > BEHIND) {
      this.#counts.addSkipped(dueAt, now);
      return;
    }
    const connection = this.#takeFree();
    if (connection === undefined) {
      this.#waiting.add(dueAt);
      this.#openForWaiting(now);
      return;
    }
    const startedAt = this.#connections.send(connection, dueAt, dueAt);
    if (startedAt === NOT_SENT) this.#waiting.add(dueAt);
    else this.#counts.addStarted(dueAt, startedAt);
  }

  /** Sends the arrival that has waited longest. The generator's own lag begins when the connection was free. */
  #sendWaiting(connection: number, freeAt: Nanoseconds): void {
    const dueAt = this.#waiting.first;
    const startedAt = this.#connections.send(connection, dueAt, nanoseconds(Math.max(dueAt, freeAt)));
    if (startedAt === NOT_SENT) return;
    this.#waiting.take();
    this.#counts.addStarted(dueAt, startedAt);
    this.#counts.addWaited(dueAt, freeAt, startedAt);
  }

  /** Opening may fail at once, as it does without a file to spare; so what is wanted is asked anew each time. */
  #openForWaiting(now: Nanoseconds): void {
    while (this.#opening < this.#openingWanted(now)) {
      const connection = this.#closed.pop();
      if (connection === undefined) return;
      // Taken out of the rest that it may have begun since it was pushed.
      if (!this.#connections.isClosed(connection)) continue;
      this.#opening++;
      this.#connections.open(connection);
    }
  }

  #openingWanted(now: Nanoseconds): number {
    if (now < this.#opensAgainAt) return 0;
    return this.#failuresInARow > 0 ? Math.min(1, this.#waiting.size) : this.#waiting.size;
  }

  #takeFree(): number | undefined {
    for (;;) {
      const connection = this.#free.pop();
      // It may have been closed since it was pushed.
      if (connection === undefined || this.#connections.isFree(connection)) return connection;
    }
  }
}
