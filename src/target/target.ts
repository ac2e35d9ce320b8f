import type { Subject } from '../observe/subject.ts';
import type { TargetSettings } from '../plan/trial-settings.ts';
import type { WorkerReport } from '../serve/telemetry/worker-report.ts';

/** A server that is up, all its workers accepting, and stays so until it is stopped. */
export interface RunningTarget {
  /** Where it answers, without a path. */
  url: URL;
  /** Undefined where its processes are not on this machine, or not ours to see. */
  subject: Subject | undefined;
  /** What has befallen it since it was ready that spoils a measurement; empty when all is well. */
  problems(): string[];
  /** What its workers have said of themselves, in the order it came; empty where they say nothing. */
  reports(): readonly WorkerReport[];
  /** Asks each worker for a report now. Resolves when all have answered, or soon: one that is blocked does not. */
  askForReports(): Promise<void>;
  /** Aborted when the server ends by itself. */
  ended: AbortSignal;
  /** Ends it and everything it started, where it was started for the trial. @throws when something of it is left behind */
  stop(): Promise<void>;
}

/**
 * Makes a server ready to be measured.
 * @throws {UserError} when it ends, stays silent or answers with errors before it is ready
 */
export type StartTarget = (settings: TargetSettings, signal: AbortSignal) => Promise<RunningTarget>;
