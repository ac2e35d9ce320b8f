import type { Socket } from 'node:net';

/** How long a drain waits for requests that are already on their way through the kernel. */
const ARRIVAL_MS = 100;

/**
 * The open connections of a worker and the requests in flight on each. An http.Server that never listens
 * itself keeps no list of its connections (Node sets that up on 'listening'), so its closeIdleConnections
 * would do nothing; and it would count a connection that has not sent a request yet as busy.
 */
export class Connections {
  readonly #inFlight = new Map<Socket, number>();
  #drained: (() => void) | undefined;

  add(socket: Socket): void {
    this.#inFlight.set(socket, 0);
    socket.once('close', () => {
      this.#inFlight.delete(socket);
      this.#checkDrained();
    });
  }

  requestStarted(socket: Socket): void {
    this.#inFlight.set(socket, (this.#inFlight.get(socket) ?? 0) + 1);
  }

  requestEnded(socket: Socket): void {
    const count = this.#inFlight.get(socket);
    if (count === undefined) return;
    this.#inFlight.set(socket, count - 1);
    // Its headers may have promised to keep the connection, when they left just before the drain began.
    if (this.draining && count === 1) socket.end();
  }

  /** From here on responses must say `connection: close`. */
  get draining(): boolean {
    return this.#drained !== undefined;
  }

  /** Lets requests in flight finish, closes what is idle, and calls back when no connection is left. */
  drain(drained: () => void): void {
    this.#drained = drained;
    this.#checkDrained();
    setTimeout(() => {
      for (const [socket, count] of this.#inFlight) if (count === 0) socket.destroy();
      this.#checkDrained();
    }, ARRIVAL_MS);
  }

  #checkDrained(): void {
    if (this.#inFlight.size === 0) this.#drained?.();
  }
}
