import type { Nanoseconds } from '../units.ts';

/** Decides when requests start: the closed or the open loop of one generator thread, over its `Connections`. */
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
