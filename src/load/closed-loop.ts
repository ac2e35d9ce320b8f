import { nanoseconds, type Nanoseconds } from '../units.ts';
import { DueConnections } from './due-connections.ts';
import type { Loop, LoopConnections } from './loop.ts';
import type { RequestBudget } from './request-budget.ts';

export interface ClosedLoopOptions {
  /** The connections of this thread. */
  count: number;
  thinkTime: Nanoseconds;
  ramp: Nanoseconds;
  /** Which of the generator threads this is, from 0, and how many there are. */
  thread: number;
  threads: number;
  budget: RequestBudget;
}

/** Each connection sends its next request when its response is in, or a think time after that. */
export class ClosedLoop implements Loop {
  readonly #connections: LoopConnections;
  readonly #options: ClosedLoopOptions;
  /** Connections in their think time, or before their part of the ramp. */
  readonly #thinking: DueConnections;
  readonly #isThinking: Uint8Array;
  readonly #dueAt: Float64Array;

  constructor(connections: LoopConnections, options: ClosedLoopOptions) {
    this.#connections = connections;
    this.#options = options;
    this.#thinking = new DueConnections(options.count);
    this.#isThinking = new Uint8Array(options.count);
    this.#dueAt = new Float64Array(options.count);
  }

  begin(at: Nanoseconds): void {
    const { count, ramp, thread, threads } = this.#options;
    for (let connection = 0; connection < count; connection++) {
      const share = (connection * threads + thread) / (count * threads);
      if (ramp > 0) this.#think(connection, nanoseconds(at + Math.round(ramp * share)));
      else this.#startOn(connection, at);
    }
  }

  /** Hot: once a response. */
  onAnswered(connection: number, at: Nanoseconds): void {
    const { thinkTime } = this.#options;
    if (thinkTime === 0) this.#connections.send(connection, at, at);
    else this.#think(connection, nanoseconds(at + thinkTime));
  }

  onOpened(connection: number, at: Nanoseconds): void {
    if (this.#isThinking[connection] === 0) this.#connections.send(connection, at, at);
  }

  /** It is opened when it is needed: at once, or when its think time is over. */
  onClosed(connection: number, at: Nanoseconds): void {
    if (this.#isThinking[connection] === 1) return;
    const { thinkTime } = this.#options;
    if (thinkTime === 0) this.#connections.open(connection);
    else this.#think(connection, nanoseconds(at + thinkTime));
  }

  onOpenFailed(_connection: number, at: Nanoseconds): Nanoseconds {
    return at;
  }

  tick(now: Nanoseconds): Nanoseconds {
    for (let due = this.#thinking.takeDue(now); due !== undefined; due = this.#thinking.takeDue(now)) {
      this.#isThinking[due] = 0;
      this.#startOn(due, nanoseconds(this.#dueAt[due] ?? 0));
    }
    return this.#thinking.nextAt;
  }

  get isOver(): boolean {
    return this.#options.budget.exhausted;
  }

  #startOn(connection: number, dueAt: Nanoseconds): void {
    if (this.#connections.isFree(connection)) this.#connections.send(connection, dueAt, dueAt);
    else if (this.#connections.isClosed(connection)) this.#connections.open(connection);
  }

  #think(connection: number, until: Nanoseconds): void {
    this.#isThinking[connection] = 1;
    this.#dueAt[connection] = until;
    this.#thinking.add(connection, until);
  }
}
