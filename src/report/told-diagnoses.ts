import { diagnose } from '../diagnosis/diagnosis.ts';
import { conditionKey } from '../samples/condition-key.ts';
import type { Diagnosis } from '../samples/diagnosis.ts';
import type { StoredRun } from '../samples/run-record.ts';

/**
 * The diagnoses a report tells of a run: of conditions with a valid trial. Where no trial is valid nothing is
 * concluded from figures; errors are counted, whatever spoilt the rest.
 */
export function toldDiagnoses(stored: StoredRun): Diagnosis[] {
  const valid = new Set(
    stored.trials.filter(({ validity }) => validity.valid).map(({ condition }) => conditionKey(condition)),
  );
  const all = diagnose(stored);
  return valid.size === 0
    ? all.filter(({ ceiling }) => ceiling === 'errors')
    : all.filter(({ condition }) => valid.has(conditionKey(condition)));
}
