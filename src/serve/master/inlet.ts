import type { BindAddress } from '../bind-address.ts';
import type { Recipient } from './dealer.ts';

/** How connections come in and reach the workers. The sockets are the master's, so they outlive every worker. */
export interface Inlet {
  readonly address: BindAddress;
  /** The socket on which the worker of a place is to listen; undefined where connections are handed to it. */
  descriptor(place: number): number | undefined;
  /** All workers are ready. */
  open(): void;
  /** There may be somebody again to take connections that waited. */
  workerReady(): void;
  /** What was on its way to this worker is not any more. */
  workerGone(worker: Recipient): void;
  /** This place, the last, is no more. */
  placeClosed(place: number): void;
  /** No more connections. */
  close(): void;
}
