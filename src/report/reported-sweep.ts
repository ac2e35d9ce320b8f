import { sweepRecord } from '../diagnosis/sweep/sweep-record.ts';
import type { SweepRecord } from '../queueing/sweep-record.ts';
import type { StoredRun } from '../samples/run-record.ts';

/** Connections that a report says how to serve at once, where the sweep found fewer slots. */
export const TO_SERVE = 100;

/** The parts of a report ask for it one after the other, and a record does not change. */
const madeBefore = new WeakMap<StoredRun, SweepRecord>();

/**
 * What follows from the trials of a sweep, for a report: without the goals it was given, which are no part of the record.
 * @returns undefined where the run was no sweep
 */
export function reportedSweep(stored: StoredRun): SweepRecord | undefined {
  if (stored.run.sweep === null || stored.trials.length === 0) return undefined;
  const made =
    madeBefore.get(stored) ??
    sweepRecord(stored, { goals: [], toServe: TO_SERVE, connectionsMax: Number.MAX_SAFE_INTEGER });
  madeBefore.set(stored, made);
  return made;
}
