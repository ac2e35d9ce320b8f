import type { Condition } from '../../plan/plan.ts';
import { diagnoseTrial, trialContext } from '../../diagnosis/diagnosis.ts';
import { conditionKey } from '../../samples/condition-key.ts';
import type { Diagnosis } from '../../samples/diagnosis.ts';
import type { StoredRun } from '../../samples/run-record.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { conditionLimits } from '../condition-limits.ts';
import { conditionText } from '../figure-text.ts';
import { THIS_TRIAL } from './chart-condition.ts';
import type { MeasuredSource } from './chart.ts';

/** What is shown of one trial: its charts are made from it too. */
export interface TrialSource extends MeasuredSource {
  readonly trial: TrialRecord;
  readonly diagnosis: Diagnosis;
  /** The run it is of; undefined where it stands alone, as `load --json` writes it. */
  readonly stored: StoredRun | undefined;
}

/** @param stored the run it is of, which knows more of the server than the trial does */
export function trialSource(trial: TrialRecord, stored?: StoredRun): TrialSource {
  const { condition, validity } = trial;
  return {
    trial,
    stored,
    trials: [trial],
    conditions: [
      {
        condition,
        key: conditionKey(condition),
        label: THIS_TRIAL,
        trials: [trial],
        isValid: validity.valid,
      },
    ],
    limits: stored === undefined ? new Map() : conditionLimits(stored),
    diagnosis: diagnoseTrial(trial, stored === undefined ? {} : trialContext(stored, condition)),
  };
}

/** A condition by all its levels, the endpoint first: `/sync · workers 1 · threads 4`. */
export function trialName({ endpoint, ...others }: Condition): string {
  const parts = [
    ...(endpoint === undefined ? [] : [String(endpoint)]),
    ...Object.entries(others).map(([factor, level]) => conditionText({ [factor]: level })),
  ];
  return parts.length === 0 ? 'as planned' : parts.join(' · ');
}
