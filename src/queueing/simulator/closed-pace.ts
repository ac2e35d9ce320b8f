import { nanoseconds, type Nanoseconds } from '../../units.ts';
import type { ClientSide, Pace } from './client-side.ts';
import type { EventQueue } from './event-queue.ts';
import type { HoldStream } from './hold-stream.ts';

export interface ClosedPaceOptions {
  readonly connections: number;
  readonly think: HoldStream;
  readonly ramp: Nanoseconds;
}

/** Each connection sends its next request when its response is in, or a think time after that. */
export class ClosedPace implements Pace {
  readonly nextAt = nanoseconds(Infinity);
  readonly #client: ClientSide;
  readonly #events: EventQueue;
  readonly #options: ClosedPaceOptions;

  constructor(client: ClientSide, events: EventQueue, options: ClosedPaceOptions) {
    this.#client = client;
    this.#events = events;
    this.#options = options;
  }

  begin(): void {
    const { connections, ramp } = this.#options;
    for (let connection = 0; connection < connections; connection++) {
      const at = nanoseconds(Math.round((ramp * connection) / connections));
      if (at > 0) this.#events.add(at, ~connection);
      else this.onDue(connection, at);
    }
  }

  onFree(connection: number, at: Nanoseconds): void {
    const think = this.#options.think.next();
    if (think === 0) this.onDue(connection, at);
    else this.#events.add(nanoseconds(at + think), ~connection);
  }

  onDue(connection: number, at: Nanoseconds): void {
    if (this.#client.take(at)) this.#client.send(connection, at, at);
  }

  onTime(): void {
    // Everything here follows on a response.
  }

  get isOver(): boolean {
    return this.#client.isExhausted;
  }
}
