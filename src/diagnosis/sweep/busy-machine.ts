import { machineReasons } from '../../samples/machine-reasons.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';

/** Whether the machine was busy with something else during a trial, so that it cannot stand for itself. */
export const hadBusyMachine = (trial: TrialRecord): boolean => reasonsOf(trial).length > 0;

/**
 * The trials of a sweep as they are held against each other: a busy machine alone spoils none. All of them had the same
 * machine, and a number of slots shows on a busy one as well; a sweep that left out every such trial would say nothing
 * where anything else runs. That it was busy has to be said beside.
 */
export const onAnyMachine = (trials: readonly TrialRecord[]): TrialRecord[] =>
  trials.map((trial) => {
    const busy = reasonsOf(trial);
    if (busy.length === 0) return trial;
    const reasons = trial.validity.reasons.filter((reason) => !busy.includes(reason));
    return { ...trial, validity: { valid: reasons.length === 0, reasons } };
  });

const reasonsOf = ({ observation }: TrialRecord): string[] =>
  observation === null ? [] : machineReasons(observation.machine, false);
