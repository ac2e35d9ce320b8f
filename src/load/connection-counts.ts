import { DurationCounts, type TransferredCounts } from '../samples/duration-counts.ts';
import { nanosecondsToMicroseconds, nanoseconds, type Nanoseconds } from '../units.ts';

/** What became of a thread's connections, from before the load began to its end. */
export interface ConnectionCountValues {
  /** Connections that were opened once at least were wanted; a connection that closes and is opened again is one. */
  used: number;
  /** Of these, the ones that were not open once. */
  neverOpened: number;
  /** How often one was opened. */
  opened: number;
  /** Requests on a connection that had carried one before. */
  reused: number;
  /** After a response that said so, or ended with the connection. */
  closedByServer: number;
  /** While they carried no request. */
  closedWhileFree: number;
  /** From asking for a connection to having it. */
  connectTimes: TransferredCounts;
}

/** Counts what becomes of connections. */
export class ConnectionCounts {
  readonly #used: Uint8Array;
  readonly #everOpened: Uint8Array;
  readonly #hasCarried: Uint8Array;
  readonly #openingSince: Float64Array;
  readonly #connectTimes = new DurationCounts();
  #opened = 0;
  #reused = 0;
  closedByServer = 0;
  closedWhileFree = 0;

  constructor(capacity: number) {
    this.#used = new Uint8Array(capacity);
    this.#everOpened = new Uint8Array(capacity);
    this.#hasCarried = new Uint8Array(capacity);
    this.#openingSince = new Float64Array(capacity);
  }

  addOpening(connection: number, at: Nanoseconds): void {
    this.#used[connection] = 1;
    this.#openingSince[connection] = at;
  }

  addOpened(connection: number, at: Nanoseconds): void {
    this.#opened++;
    this.#everOpened[connection] = 1;
    this.#hasCarried[connection] = 0;
    const took = nanoseconds(at - (this.#openingSince[connection] ?? at));
    this.#connectTimes.add(nanosecondsToMicroseconds(took));
  }

  /** Hot: once a request. */
  addSent(connection: number): void {
    this.#reused += this.#hasCarried[connection] ?? 0;
    this.#hasCarried[connection] = 1;
  }

  get values(): ConnectionCountValues {
    const used = sum(this.#used);
    return {
      used,
      neverOpened: used - sum(this.#everOpened),
      opened: this.#opened,
      reused: this.#reused,
      closedByServer: this.closedByServer,
      closedWhileFree: this.closedWhileFree,
      connectTimes: this.#connectTimes.toTransfer(),
    };
  }
}

function sum(flags: Uint8Array): number {
  return flags.reduce((total, flag) => total + flag, 0);
}
