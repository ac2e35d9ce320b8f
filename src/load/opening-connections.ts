import { millisecondsToNanoseconds, nanoseconds, type Nanoseconds } from '../units.ts';
import { DueConnections } from './due-connections.ts';
import { reconnectDelay } from './reconnect-delay.ts';
import { TimeOuts } from './time-outs.ts';

/** The connections of one generator thread that are being opened, and those that rest because they failed. */
export class OpeningConnections {
  /** Undefined where nothing is given up. */
  readonly #timeOuts: TimeOuts | undefined;
  readonly #resting: DueConnections;
  readonly #failuresInARow: Uint32Array;

  /** @param timesOut a connection that does not open within the time-out is given up */
  constructor(capacity: number, timesOut: boolean) {
    this.#timeOuts = timesOut ? new TimeOuts(capacity) : undefined;
    this.#resting = new DueConnections(capacity);
    this.#failuresInARow = new Uint32Array(capacity);
  }

  begin(connection: number, at: Nanoseconds): void {
    this.#timeOuts?.add(connection, at);
  }

  /** It is open, or not to be opened any more. */
  end(connection: number): void {
    this.#timeOuts?.remove(connection);
  }

  /** The one that has been opening longest; undefined where there is none, or nothing is given up. */
  get oldest(): number | undefined {
    return this.#timeOuts?.oldest;
  }

  sinceOf(connection: number): Nanoseconds {
    return this.#timeOuts?.startOf(connection) ?? nanoseconds(NaN);
  }

  /** Something on it has worked: its next rest is the shortest again. */
  addSuccess(connection: number): void {
    this.#failuresInARow[connection] = 0;
  }

  /** Lays it to rest, the longer the more often it has failed. */
  rest(connection: number, now: Nanoseconds): void {
    this.end(connection);
    const failures = (this.#failuresInARow[connection] ?? 0) + 1;
    this.#failuresInARow[connection] = failures;
    const rest = millisecondsToNanoseconds(reconnectDelay(failures));
    this.#resting.add(connection, nanoseconds(now + rest));
  }

  /** Takes out the one whose rest was over first; undefined when none is over yet. */
  takeRested(now: Nanoseconds): number | undefined {
    return this.#resting.takeDue(now);
  }

  /** When the next rest is over; Infinity when nothing rests. */
  get nextRestedAt(): Nanoseconds {
    return this.#resting.nextAt;
  }
}
