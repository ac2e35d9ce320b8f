import type { ServerSettings } from '../plan/server-settings.ts';
import type { WorkerReport } from '../serve/telemetry/worker-report.ts';

/** A server that is up, all its workers accepting, and stays so until it is stopped. */
export interface RunningTarget {
  /** Where it answers, without a path. */
  url: URL;
  /** What has befallen it since it was ready that spoils a measurement; empty when all is well. */
  problems(): string[];
  /** What its workers have said of themselves, in the order it came; empty where they say nothing. */
  reports(): readonly WorkerReport[];
  /** Asks each worker for a report now. Resolves when all have answered, or soon: one that is blocked does not. */
  askForReports(): Promise<void>;
  /** Aborted when the server ends by itself. */
  ended: AbortSignal;
  /** Ends it and everything it started. @throws when something of it is left behind */
  stop(): Promise<void>;
}

/**
 * Starts a fresh server.
 * @throws {UserError} when it ends or stays silent before it is ready
 */
export type StartTarget = (settings: ServerSettings, signal: AbortSignal) => Promise<RunningTarget>;
