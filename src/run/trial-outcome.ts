import { UserError } from '../errors.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/** How a trial ended. */
export type TrialOutcome =
  | { state: 'measured'; record: TrialRecord }
  /** There was no server to measure, or nothing to measure it with. */
  | { state: 'failed'; reason: string }
  /** The run was ended while the trial went on. */
  | { state: 'interrupted' };

/** How a trial ended that has no record. */
export type UnmeasuredOutcome = Exclude<TrialOutcome, { state: 'measured' }>;

/**
 * How a trial ended that could not be measured.
 * @param interrupt what ends the run
 * @throws the error, where it is a fault of Loadstone's own
 */
export function outcomeOfError(error: unknown, interrupt: AbortSignal): UnmeasuredOutcome {
  if (interrupt.aborted) return { state: 'interrupted' };
  if (error instanceof UserError) return { state: 'failed', reason: error.line };
  throw error;
}
