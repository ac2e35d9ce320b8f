import { nanoseconds, type Nanoseconds } from '../units.ts';
import { blankSample, NEVER, type InFlightSample, type Sample } from './raw-samples/sample.ts';
import { TimeOuts } from './time-outs.ts';

/** The requests in flight of one generator thread, one a connection at most, in typed arrays. */
export class RequestsInFlight {
  /** Where its response time is counted from. */
  readonly #intendedAt: Float64Array;
  readonly #startedAt: Float64Array;
  /** NaN until it comes. */
  readonly #firstByteAt: Float64Array;
  readonly #request: Int32Array;
  /** Undefined where nothing is given up. */
  readonly #timeOuts: TimeOuts | undefined;
  readonly #ended: Sample = blankSample();
  #count = 0;

  /** @param timesOut requests are given up at their time-out */
  constructor(capacity: number, timesOut: boolean) {
    this.#intendedAt = new Float64Array(capacity);
    this.#startedAt = new Float64Array(capacity);
    this.#firstByteAt = new Float64Array(capacity);
    this.#request = new Int32Array(capacity);
    this.#timeOuts = timesOut ? new TimeOuts(capacity) : undefined;
  }

  get count(): number {
    return this.#count;
  }

  /** Hot: once a request. */
  begin(connection: number, request: number, intendedAt: Nanoseconds, startedAt: Nanoseconds): void {
    this.#intendedAt[connection] = intendedAt;
    this.#startedAt[connection] = startedAt;
    this.#firstByteAt[connection] = NEVER;
    this.#request[connection] = request;
    this.#timeOuts?.add(connection, intendedAt);
    this.#count++;
  }

  /** Hot: bytes of the response are there. */
  addBytes(connection: number, at: Nanoseconds): void {
    if (Number.isNaN(this.#firstByteAt[connection])) this.#firstByteAt[connection] = at;
  }

  /**
   * Hot: it was handed to the system at another moment than it was begun.
   * @param isIntended its response time is counted from there
   */
  correctStart(connection: number, startedAt: Nanoseconds, isIntended: boolean): void {
    this.#startedAt[connection] = startedAt;
    if (isIntended) this.#intendedAt[connection] = startedAt;
  }

  startOf(connection: number): Nanoseconds {
    return nanoseconds(this.#startedAt[connection] ?? NaN);
  }

  intendedStartOf(connection: number): Nanoseconds {
    return nanoseconds(this.#intendedAt[connection] ?? NaN);
  }

  /** Hot: once a request. @returns what is known of it, in an object that the next end uses again */
  end(connection: number, at: Nanoseconds): Sample {
    const ended = this.#ended;
    ended.intendedAt = nanoseconds(this.#intendedAt[connection] ?? NaN);
    ended.startedAt = nanoseconds(this.#startedAt[connection] ?? NaN);
    ended.firstByteAt = nanoseconds(this.#firstByteAt[connection] ?? NaN);
    ended.endedAt = at;
    ended.connection = connection;
    ended.request = this.#request[connection] ?? 0;
    this.#timeOuts?.remove(connection);
    this.#count--;
    return ended;
  }

  /** The connection whose request was due first; undefined where there is none, or nothing is given up. */
  get oldest(): number | undefined {
    return this.#timeOuts?.oldest;
  }

  /** What is known of a request that is still in flight. */
  peek(connection: number): InFlightSample {
    return {
      connection,
      request: this.#request[connection] ?? 0,
      intendedAt: this.intendedStartOf(connection),
      startedAt: nanoseconds(this.#startedAt[connection] ?? NaN),
      firstByteAt: nanoseconds(this.#firstByteAt[connection] ?? NaN),
    };
  }
}
