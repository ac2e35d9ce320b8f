import { constants } from 'node:os';
import { MSG_NOSIGNAL } from './constants.ts';
import type { NativeMemory } from './native-memory.ts';
import { lastErrno, systemCalls, type Address } from './system-calls.ts';

const { EAGAIN, EINTR } = constants.errno;

/** The memory that a request sender takes. */
export function requestSenderPieces(requests: readonly Buffer[]): number[] {
  return requests.map((request) => request.length);
}

/** Sends requests; what a socket does not take at once follows when it can be written again. */
export class RequestSender {
  /** Where each request ends in memory, and how long it is. */
  readonly #ends: Address[];
  readonly #lengths: number[];
  /** Of each connection: the request that it sends, and how many bytes of it are left. */
  readonly #request: Int32Array;
  readonly #unsent: Int32Array;

  constructor(memory: NativeMemory, requests: readonly Buffer[], connections: number) {
    this.#ends = requests.map((request) => {
      const piece = memory.take(request.length);
      piece.bytes.set(request);
      return piece.address + request.length;
    });
    this.#lengths = requests.map((request) => request.length);
    this.#request = new Int32Array(connections);
    this.#unsent = new Int32Array(connections);
  }

  /** Hot: once a request. @returns 0, or the number of what went wrong */
  send(connection: number, request: number, fd: number): number {
    this.#request[connection] = request;
    this.#unsent[connection] = this.#lengths[request] ?? 0;
    return this.goOn(connection, fd);
  }

  /** Sends what is left, as far as the socket takes it. @returns 0, or the number of what went wrong */
  goOn(connection: number, fd: number): number {
    const end = this.#ends[this.#request[connection] ?? 0] ?? 0;
    let unsent = this.#unsent[connection] ?? 0;
    while (unsent > 0) {
      const sent = systemCalls.send(fd, end - unsent, unsent, MSG_NOSIGNAL);
      if (sent >= 0) {
        unsent -= sent;
        continue;
      }
      const errno = lastErrno();
      if (errno === EINTR) continue;
      this.#unsent[connection] = unsent;
      return errno === EAGAIN ? 0 : errno;
    }
    this.#unsent[connection] = 0;
    return 0;
  }

  hasUnsent(connection: number): boolean {
    return this.#unsent[connection] !== 0;
  }

  /** The connection has a new socket. */
  restart(connection: number): void {
    this.#unsent[connection] = 0;
  }
}
