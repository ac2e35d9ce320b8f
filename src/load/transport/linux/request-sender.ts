import { constants } from 'node:os';
import { MSG_NOSIGNAL } from './constants.ts';
import type { RequestBytes } from './request-bytes.ts';
import { lastErrno, systemCalls } from './system-calls.ts';

const { EAGAIN, EINTR } = constants.errno;

/** Sends requests; what a socket does not take at once follows when it can be written again. */
export class RequestSender {
  readonly #requests: RequestBytes;
  /** Of each connection: the request that it sends, and how many bytes of it are left. */
  readonly #request: Int32Array;
  readonly #unsent: Int32Array;

  constructor(requests: RequestBytes, connections: number) {
    this.#requests = requests;
    this.#request = new Int32Array(connections);
    this.#unsent = new Int32Array(connections);
  }

  /** Hot: once a request. @returns 0, or the number of what went wrong */
  send(connection: number, request: number, fd: number): number {
    this.#request[connection] = request;
    this.#unsent[connection] = this.#requests.lengthOf(request);
    return this.goOn(connection, fd);
  }

  /** Sends what is left, as far as the socket takes it. @returns 0, or the number of what went wrong */
  goOn(connection: number, fd: number): number {
    const end = this.#requests.endOf(this.#request[connection] ?? 0);
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
