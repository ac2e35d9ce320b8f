import type { WorkerMessage } from '../worker/messages.ts';
import type { WorkerProcess } from './worker-process.ts';

/** What the crew tells the master. */
export interface CrewEvents {
  /** A worker was started or is gone. */
  changed(): void;
  /** A worker accepts connections; `all`: so does every other. */
  ready(worker: WorkerProcess, all: boolean): void;
  heard(worker: WorkerProcess, message: WorkerMessage): void;
  /** A worker's process is gone, for whatever reason. */
  gone(worker: WorkerProcess): void;
  /** A worker has ended that nobody told to; another follows unless the master stops the crew. */
  died(worker: WorkerProcess): void;
  /** A worker has asked for its replacement, and will get it in its turn. */
  retiring(worker: WorkerProcess): void;
  /** A worker could not take the place of another, which goes on. */
  notRenewed(worker: WorkerProcess): void;
  /** Every worker that was there at a reload has been replaced. */
  reloaded(): void;
  /** A worker was told to finish long ago, still has requests in flight, and is killed. */
  graceOver(worker: WorkerProcess): void;
  /** The last worker is gone, and no other will follow. */
  empty(): void;
}
