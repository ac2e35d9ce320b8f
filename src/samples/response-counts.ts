import type { DurationCount } from './duration-counts.ts';
import { recordedSince } from './histogram.ts';
import type { TrialRecord } from './trial-record.ts';

/** To decode a histogram takes longer than most that is done with it, and several ask for the same. */
const decodedBefore = new WeakMap<TrialRecord, readonly DurationCount[]>();

/**
 * The response times of a trial's histogram, ascending, to its 3 digits.
 * @returns undefined where the record has none
 */
export function responseCounts(trial: TrialRecord): readonly DurationCount[] | undefined {
  if (trial.histograms === null) return undefined;
  const counts = decodedBefore.get(trial) ?? recordedSince(trial.histograms.observed, undefined);
  decodedBefore.set(trial, counts);
  return counts;
}
