import { connect, type Socket } from 'node:net';
import { monotonicNow } from '../monotonic-clock.ts';
import {
  OVER,
  type Endpoint,
  type Tick,
  type Transport,
  type TransportEvents,
  type TransportOptions,
} from './transport.ts';

const SHARED_BUFFER_BYTES = 65_536;
/** A tick is never further away, since a request that was just sent may have made one due sooner. */
const LONGEST_WAIT_MS = 5;

/**
 * Connections over `node:net`. All sockets read into one shared buffer, so a response costs no allocation;
 * arrival is stamped when the buffer is handed over, before anything else is done.
 */
export class NodeTransport implements Transport {
  readonly stamps = 'user';
  readonly #endpoint: Endpoint;
  readonly #requests: readonly Buffer[];
  readonly #events: TransportEvents;
  readonly #sockets: (Socket | undefined)[] = [];
  readonly #buffer = Buffer.allocUnsafeSlow(SHARED_BUFFER_BYTES);

  constructor({ endpoint, requests }: TransportOptions, events: TransportEvents) {
    this.#endpoint = endpoint;
    this.#requests = requests;
    this.#events = events;
  }

  open(connection: number): void {
    const events = this.#events;
    const buffer = this.#buffer;
    const socket: Socket = connect({
      ...this.#endpoint,
      noDelay: true,
      onread: {
        buffer,
        callback: (length) => {
          const arrivedAt = monotonicNow();
          if (this.#sockets[connection] === socket) events.onBytes(connection, buffer, 0, length, arrivedAt);
          return true;
        },
      },
    });
    this.#sockets[connection] = socket;
    const ended = (reason: string | undefined): void => {
      if (this.#sockets[connection] !== socket) return;
      const at = monotonicNow();
      this.#sockets[connection] = undefined;
      socket.destroy();
      events.onClose(connection, reason, at);
    };
    socket.once('connect', () => {
      if (this.#sockets[connection] === socket) events.onOpen(connection);
    });
    socket.once('end', () => ended(undefined));
    // A socket that breaks after it was let go still reports it; without a listener that would end the thread.
    socket.on('error', (error: NodeJS.ErrnoException) => ended(error.code ?? error.message));
    socket.once('close', () => ended(undefined));
  }

  send(connection: number, request: number): void {
    this.#sockets[connection]?.write(this.#requests[request] ?? '');
  }

  isSending(connection: number): boolean {
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
        if (due === OVER) resolve();
        else setTimeout(step, Math.min(LONGEST_WAIT_MS, Math.ceil((due - now) / 1e6)));
      };
      step();
    });
  }
}
