import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a drain waits for requests that are already on their way through the kernel. */
const ARRIVAL_MS = 100;

/** The last response begun on a connection, by which it is known whether the connection is busy. */
const LAST_RESPONSE = Symbol('last response');
type TrackedSocket = Socket & { [LAST_RESPONSE]?: ServerResponse };

/**
 * The open connections of a worker. An http.Server that never listens itself keeps no list of them; and one that does
 * would count a connection that has not sent a request yet as busy. All that is done a request is to note its response.
 */
export class Connections {
  /** Whether a connection may have another request after its response. */
  keepsAlive = true;
  readonly #open = new Set<TrackedSocket>();
  readonly #inFlight: () => number;
  #drained: (() => void) | undefined;

  /** @param inFlight requests that handlers are at work on, which their clients may have left meanwhile */
  constructor(inFlight: () => number) {
    this.#inFlight = inFlight;
  }

  add(socket: Socket): void {
    this.#open.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#checkDrained();
    });
  }

  get count(): number {
    return this.#open.size;
  }

  /** A request has arrived. */
  began(socket: TrackedSocket, response: ServerResponse): void {
    socket[LAST_RESPONSE] = response;
    if (this.draining || !this.keepsAlive) response.setHeader('connection', 'close');
  }

  /** A request has been answered: `inFlight` has fallen. */
  answered(): void {
    if (this.draining) this.#checkDrained();
  }

  get draining(): boolean {
    return this.#drained !== undefined;
  }

  /**
   * Lets requests in flight finish, and calls back when no connection is left and no handler is at work.
   * @param linger whether idle connections are kept until their next response; else they are closed. May be taken
   *   back by a second call
   */
  drain(linger: boolean, drained: () => void): void {
    this.#drained = drained;
    for (const socket of this.#open) closeAfterResponse(socket, linger);
    this.#checkDrained();
    if (linger) return;
    setTimeout(() => {
      for (const socket of this.#open) if (!isBusy(socket)) socket.destroy();
    }, ARRIVAL_MS);
  }

  #checkDrained(): void {
    if (this.#open.size === 0 && this.#inFlight() === 0) this.#drained?.();
  }
}

/** Requests on a connection are answered in their order, so that the last response is the last to end. */
function isBusy(socket: TrackedSocket): boolean {
  return socket[LAST_RESPONSE]?.writableFinished === false;
}

function closeAfterResponse(socket: TrackedSocket, linger: boolean): void {
  const response = socket[LAST_RESPONSE];
  if (response === undefined || response.writableFinished) return;
  if (!response.headersSent) response.setHeader('connection', 'close');
  // Its headers have promised to keep the connection, when they left just before the drain began.
  else if (!linger) response.once('finish', () => socket.end());
}
