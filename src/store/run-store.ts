import type { LiveRun } from '../samples/live-run.ts';
import type { RunRecord, StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/** Where runs and their trials are kept. */
export interface RunStore extends RunReader {
  /** Adds a run or replaces what is known of it; its trials stay. */
  saveRun(run: RunRecord): void;
  /** Keeps a finished trial; once this returns, no crash can lose it. */
  addTrial(runId: string, trial: TrialRecord): void;
  /** Says how far a run has come, to whoever reads the store meanwhile; a crash may lose it. */
  saveLive(runId: string, live: LiveRun): void;
  /** The run goes on no more. */
  removeLive(runId: string): void;
}

/** Runs and their trials as they are kept. Each member throws a `UserError` where the store cannot be read. */
export interface RunReader {
  /** Where it is, as a person would look for it. */
  readonly location: string;
  /**
   * The run that was started last.
   * @throws {UserError} when another version of Loadstone wrote it in a form of its own; so does `findRun`
   */
  latestRun(): StoredRun | undefined;
  findRun(id: string): StoredRun | undefined;
  /** Undefined where the run is over, or its runner is of a version that says nothing or something else. */
  findLive(runId: string): LiveRun | undefined;
  /** The runs that were started last first, whatever version wrote them. */
  listRuns(page: RunPage): RunList;
  /** What the list says of a run. */
  findSummary(id: string): RunSummary | undefined;
  /** Another number than before where another process, or another `RunStore`, has written since. */
  version(): number;
  close(): void;
}

/** Which runs of a list are asked for. */
export interface RunPage {
  readonly offset: number;
  readonly limit: number;
  /** Only of plans with this in their name. */
  readonly planName?: string;
}

export interface RunList {
  readonly runs: readonly RunSummary[];
  /** How many there are, on this page and on the others. */
  readonly total: number;
}

/** What a list says of a run. */
export interface RunSummary {
  readonly id: string;
  readonly planName: string;
  readonly state: RunRecord['state'];
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly loadstoneVersion: string;
  readonly isSweep: boolean;
  readonly conditions: number;
  /** Finished. */
  readonly trials: number;
  readonly failedTrials: number;
  /** When its runner last said how far it has come; null where the run is over. */
  readonly liveAt: string | null;
}
