import type { WorkerReport } from './telemetry/worker-report.ts';

/**
 * What `loadstone serve` and the process that started it with an IPC channel tell each other. Types and nothing else:
 * whoever starts the server may read these without loading it.
 */

/** Sent once: every worker accepts connections and all their pool threads are up. */
export interface ReadyMessage {
  readonly type: 'ready';
  /** null on a unix socket. */
  readonly port: number | null;
  readonly workerPids: readonly number[];
}

/** Sent each time a worker has died and is being replaced: what is measured meanwhile is not to be trusted. */
export interface WorkerReplacedMessage {
  readonly type: 'workerReplaced';
  /** The worker that died, not the one that takes its place. */
  readonly pid: number;
  readonly reason: string;
}

/** Sent about once a second for each worker, and in answer to a `reportNow`. */
export interface ReportMessage {
  readonly type: 'report';
  readonly report: WorkerReport;
}

/** From the server. */
export type ServerMessage = ReadyMessage | WorkerReplacedMessage | ReportMessage;

/** To the server: each worker is to report at once. */
export interface StarterMessage {
  readonly type: 'reportNow';
}
