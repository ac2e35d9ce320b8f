import type { RunRecord, StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/** Where runs and their trials are kept. */
export interface RunStore {
  /** Where it is, as a person would look for it. */
  readonly location: string;
  /** Adds a run or replaces what is known of it; its trials stay. */
  saveRun(run: RunRecord): void;
  /** Keeps a finished trial; once this returns, no crash can lose it. */
  addTrial(runId: string, trial: TrialRecord): void;
  /**
   * The run that was started last.
   * @throws {UserError} when another version of Loadstone wrote it in a form of its own; so does `findRun`
   */
  latestRun(): StoredRun | undefined;
  findRun(id: string): StoredRun | undefined;
  close(): void;
}
