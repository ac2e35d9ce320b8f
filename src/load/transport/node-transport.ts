import type { Socket } from 'node:net';
import { monotonicNow } from '../../monotonic-clock.ts';
import { NodeSockets } from './node-sockets.ts';
import { OVER, type Tick, type Transport, type TransportEvents, type TransportOptions } from './transport.ts';

const SHARED_BUFFER_BYTES = 65_536;
/** A tick is never further away, since a request that was just sent may have made one due sooner. */
const LONGEST_WAIT_MS = 5;
/** A timer is late by so much: what is due sooner is waited for turn by turn of the event loop. */
const COARSEST_TIMER_MS = 2;
/** Node writes a string of up to this size from its own stack, which costs less than a buffer; a longer one it copies. */
const SHORT_REQUEST_BYTES = 16_384;
/** What one TLS record holds. */
const RECORD_BYTES = 16_384;

/**
 * Connections over `node:net` and `node:tls`. All sockets read into one shared buffer, so a response costs no
 * allocation; arrival is stamped when the buffer is handed over, before anything else is done.
 */
export class NodeTransport implements Transport {
  readonly stamps = 'user';
  readonly #opener: NodeSockets;
  readonly #encrypted: boolean;
  /** Every request goes into one TLS record. */
  readonly #inOneRecord: boolean;
  readonly #firstConnection: number;
  readonly #requests: readonly (string | Buffer)[];
  readonly #events: TransportEvents;
  readonly #sockets: (Socket | undefined)[] = [];
  readonly #buffer = Buffer.allocUnsafeSlow(SHARED_BUFFER_BYTES);

  constructor(options: TransportOptions, events: TransportEvents) {
    this.#opener = new NodeSockets(options);
    this.#encrypted = options.tls !== undefined;
    this.#inOneRecord = this.#encrypted && options.requests.every(({ length }) => length <= RECORD_BYTES);
    this.#firstConnection = options.firstConnection;
    this.#requests = options.requests.map((request) =>
      request.length <= SHORT_REQUEST_BYTES ? request.toString('latin1') : request,
    );
    this.#events = events;
  }

  open(connection: number): void {
    const events = this.#events;
    const buffer = this.#buffer;
    const isCurrent = (): boolean => this.#sockets[connection] === socket;
    const socket = this.#opener.open(this.#firstConnection + connection, {
      buffer,
      callback: (length) => {
        const arrivedAt = monotonicNow();
        if (isCurrent()) events.onBytes(connection, buffer, 0, length, arrivedAt);
        return true;
      },
    });
    this.#sockets[connection] = socket;
    const opened = (): void => {
      if (isCurrent()) events.onOpen(connection);
    };
    const ended = (reason: string | undefined): void => {
      if (isCurrent()) this.#lose(connection, reason);
    };
    if (this.#encrypted) {
      socket.on('connect', () => {
        if (isCurrent()) events.onConnect(connection);
      });
      socket.on('secureConnect', opened);
    } else {
      socket.on('connect', opened);
    }
    socket.on('end', () => ended(undefined));
    // A socket that breaks after it was let go still reports it; without a listener that would end the thread.
    socket.on('error', (error: NodeJS.ErrnoException) => ended(error.code ?? error.message));
    socket.on('close', () => ended(undefined));
  }

  send(connection: number, request: number): void {
    this.#sockets[connection]?.write(this.#requests[request] ?? '', 'latin1');
  }

  /**
   * Over TLS, Node says that something is written only at the end of its event loop's turn, even when the system took
   * it at once; with more than 1,024 connections responses are often read before that. But a record has to be
   * there as a whole before a server can read any of it.
   */
  isSending(connection: number): boolean {
    if (this.#inOneRecord) return false;
    return (this.#sockets[connection]?.writableLength ?? 0) > 0;
  }

  close(connection: number): void {
    const socket = this.#sockets[connection];
    this.#sockets[connection] = undefined;
    socket?.destroy();
  }

  run(tick: Tick): Promise<void> {
    return new Promise((resolve) => {
      const step = (): void => {
        const now = monotonicNow();
        const due = tick(now);
        const waitMs = (due - now) / 1e6;
        if (due === OVER) resolve();
        else if (waitMs < COARSEST_TIMER_MS) setImmediate(step);
        else setTimeout(step, Math.min(LONGEST_WAIT_MS, Math.floor(waitMs - COARSEST_TIMER_MS) + 1));
      };
      step();
    });
  }

  #lose(connection: number, reason: string | undefined): void {
    const at = monotonicNow();
    this.close(connection);
    this.#events.onClose(connection, reason, at);
  }
}
