import { nanoseconds, type Nanoseconds } from '../../units.ts';
import type { ClientSide, Pace } from './client-side.ts';
import type { Clock } from './clock.ts';
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
  readonly #clock: Clock;
  readonly #events: EventQueue;
  readonly #options: ClosedPaceOptions;
  readonly #think: HoldStream;

  constructor(client: ClientSide, clock: Clock, events: EventQueue, options: ClosedPaceOptions) {
    this.#client = client;
    this.#events = events;
    this.#clock = clock;
    this.#options = options;
    this.#think = options.think;
  }

  begin(): void {
    const { connections, ramp } = this.#options;
    for (let connection = 0; connection < connections; connection++) {
      const at = nanoseconds(Math.round((ramp * connection) / connections));
      if (at > 0) this.#events.add(at, ~connection);
      else this.onDue(connection);
    }
  }

  onFree(connection: number): void {
    const think = this.#think.next();
    if (think === 0) this.onDue(connection);
    else this.#events.add((this.#clock.now + think) as Nanoseconds, ~connection);
  }

  onDue(connection: number): void {
    if (this.#client.take(this.#clock.now)) this.#client.send(connection);
  }

  onTime(): void {
    // Everything here follows on a response.
  }

  get isOver(): boolean {
    return this.#client.isExhausted;
  }
}
