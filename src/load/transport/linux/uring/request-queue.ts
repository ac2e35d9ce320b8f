import type { RequestBytes } from '../request-bytes.ts';
import type { Operations } from './operations.ts';

/** A socket that sends nothing takes so much at once, so that only what goes wrong is worth a completion. */
const TAKEN_AT_ONCE_BYTES = 4_096;

/** Asks the kernel to send requests, and sees to it that all of each is sent. */
export class RequestQueue {
  readonly #requests: RequestBytes;
  readonly #ask: Operations;
  /** Of each connection: the request that it sends, and how many bytes of a large one are left. */
  readonly #request: Int32Array;
  readonly #unsent: Int32Array;

  constructor(requests: RequestBytes, ask: Operations, connections: number) {
    this.#requests = requests;
    this.#ask = ask;
    this.#request = new Int32Array(connections);
    this.#unsent = new Int32Array(connections);
  }

  /** Hot: once a request. */
  send(connection: number, request: number, generation: number, fd: number): void {
    const length = this.#requests.lengthOf(request);
    this.#request[connection] = request;
    if (length > TAKEN_AT_ONCE_BYTES) this.#unsent[connection] = length;
    this.#sendLast(connection, length, generation, fd);
  }

  /** A sending has ended: a large request is sent, or something ended it too early, and will say what when it goes on. */
  goOn(connection: number, sent: number, generation: number, fd: number): void {
    const length = this.#requests.lengthOf(this.#request[connection] ?? 0);
    const left = (this.#unsent[connection] || length) - sent;
    this.#unsent[connection] = left;
    if (left > 0) this.#sendLast(connection, left, generation, fd);
  }

  hasUnsent(connection: number): boolean {
    return this.#unsent[connection] !== 0;
  }

  /** The connection has a new socket. */
  restart(connection: number): void {
    this.#unsent[connection] = 0;
  }

  /** Sends so many of the last bytes of the connection's request. */
  #sendLast(connection: number, length: number, generation: number, fd: number): void {
    const from = this.#requests.endOf(this.#request[connection] ?? 0) - length;
    this.#ask.send(connection, generation, fd, from, length, this.#unsent[connection] === 0);
  }
}
