import { constants } from 'node:os';
import { MSG_NOSIGNAL } from './constants.ts';
import type { NativeMemory, NativePiece } from './native-memory.ts';
import { lastErrno, systemCalls } from './system-calls.ts';

const { EAGAIN, EINTR } = constants.errno;

/** Sends one request over and over; what a socket does not take at once follows when it can be written again. */
export class RequestSender {
  readonly #request: NativePiece;
  readonly #length: number;
  readonly #unsent: Float64Array;

  constructor(memory: NativeMemory, request: Buffer, connections: number) {
    this.#request = memory.take(request.length);
    this.#request.bytes.set(request);
    this.#length = request.length;
    this.#unsent = new Float64Array(connections);
  }

  /** Hot: once a request. @returns 0, or the number of what went wrong */
  send(connection: number, fd: number): number {
    const unsent = this.#unsent[connection] ?? 0;
    this.#unsent[connection] = unsent + this.#length;
    // What is left of an earlier request goes first, as soon as the socket takes it.
    return unsent === 0 ? this.goOn(connection, fd) : 0;
  }

  /** Sends what is left, as far as the socket takes it. @returns 0, or the number of what went wrong */
  goOn(connection: number, fd: number): number {
    let unsent = this.#unsent[connection] ?? 0;
    while (unsent > 0) {
      // All requests are the same bytes: how much is left says where in them it goes on.
      const left = unsent % this.#length || this.#length;
      const sent = systemCalls.send(fd, this.#request.address + this.#length - left, left, MSG_NOSIGNAL);
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
