import type { Nanoseconds } from '../../units.ts';

/**
 * What a transport tells the loop above it. A connection is a small number, from 0, that outlives its sockets:
 * after it has closed it can be opened again.
 */
export interface TransportEvents {
  onOpen(connection: number): void;
  /** `bytes[start, end)` arrived; the buffer is used again after the call returns. */
  onBytes(connection: number, bytes: Buffer, start: number, end: number, arrivedAt: Nanoseconds): void;
  /** The peer ended the connection (`reason` undefined) or it broke (`reason` is the errno's name). */
  onClose(connection: number, reason: string | undefined, at: Nanoseconds): void;
}

/** Moves bytes between connections and a server; knows nothing of HTTP, of time-outs or of what is counted. */
export interface Transport {
  /** Opens a connection that is closed; `onOpen` or `onClose` follows. */
  open(connection: number): void;
  /** Sends the request on a connection that is open. */
  send(connection: number): void;
  /** Closes a connection at once; nothing more is heard of it. */
  close(connection: number): void;
}
