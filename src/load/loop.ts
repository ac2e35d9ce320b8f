import { nanoseconds, type Nanoseconds } from '../units.ts';

/** What a loop may ask of the connections of its thread. */
export interface LoopConnections {
  /**
   * Starts a request on a connection that is free, unless the window or the requests are at their end.
   * @param dueAt when the schedule wanted it
   * @param freeAt when nothing but the generator itself held it up any more
   * @returns when it was started, or NOT_SENT
   */
  send(connection: number, dueAt: Nanoseconds, freeAt: Nanoseconds): Nanoseconds;
  /** Opens a connection that is closed; the loop hears what becomes of it. */
  open(connection: number): void;
  /** It is open, and carries no request. */
  isFree(connection: number): boolean;
  /** It may be opened. */
  isClosed(connection: number): boolean;
}

/** What `send` returns where the window had ended, or no more requests are wanted. */
export const NOT_SENT = nanoseconds(0);

/** Decides when requests start: the closed or the open loop of one generator thread, over its connections. */
export interface Loop {
  /** The load begins. */
  begin(at: Nanoseconds): void;
  /** A connection is free, since its response is in. */
  onAnswered(connection: number, at: Nanoseconds): void;
  /** A connection is free, since it has been opened. */
  onOpened(connection: number, at: Nanoseconds): void;
  /** A connection is closed and may be opened again. */
  onClosed(connection: number, at: Nanoseconds): void;
  /** Opening a connection failed. @returns when the request was due that failed with it; undefined where none did */
  onOpenFailed(connection: number, at: Nanoseconds): Nanoseconds | undefined;
  /** Does what is due. @returns when there will be more to do */
  tick(now: Nanoseconds): Nanoseconds;
  /** Nothing waits to be sent, and nothing will be due any more. */
  readonly isOver: boolean;
}
