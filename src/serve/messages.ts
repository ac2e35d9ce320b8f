/**
 * What `loadstone serve` tells the process that started it with an IPC channel. Types and nothing else: whoever
 * starts the server may read these without loading it.
 */

/** Sent once: every worker accepts connections and all their pool threads are up. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly port: number;
  readonly workerPids: readonly number[];
}

/** Sent each time a worker has died and is being replaced: what is measured meanwhile is not to be trusted. */
export interface WorkerReplacedMessage {
  readonly type: 'workerReplaced';
  /** The worker that died, not the one that takes its place. */
  readonly pid: number;
  readonly reason: string;
}

export type ServerMessage = ReadyMessage | WorkerReplacedMessage;
