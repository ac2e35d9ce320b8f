import { diagnose } from '../diagnosis/diagnosis.ts';
import type { RunFile, StoredRun } from '../samples/run-record.ts';
import { effectsOf } from '../statistics/effects.ts';

/** The stored run as it is, and the effects and diagnoses that follow from its trials: for other programs and for `report` itself. */
export function runJson({ run, trials }: StoredRun): string {
  const file: RunFile = { run, trials, ...effectsOf({ run, trials }), diagnoses: diagnose({ run, trials }) };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}
