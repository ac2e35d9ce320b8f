import type { Condition } from '../plan/plan.ts';
import { conditionKey } from './condition-key.ts';
import type { StoredRun } from './run-record.ts';
import type { TrialRecord } from './trial-record.ts';

/** The trials of one condition, apart by whether they can be trusted. */
export interface ConditionTrials {
  readonly condition: Condition;
  readonly valid: readonly TrialRecord[];
  readonly invalid: readonly TrialRecord[];
}

/** Sorts a run's trials under their conditions, in the plan's order; a condition may have none yet. */
export function trialsByCondition({ run, trials }: StoredRun): ConditionTrials[] {
  const conditions = new Map<string, Condition>();
  for (const condition of [...run.plan.conditions, ...trials.map((trial) => trial.condition)]) {
    const key = conditionKey(condition);
    if (!conditions.has(key)) conditions.set(key, condition);
  }
  const byKey = Map.groupBy(trials, (trial) => conditionKey(trial.condition));
  return [...conditions].map(([key, condition]) => {
    const own = byKey.get(key) ?? [];
    return {
      condition,
      valid: own.filter((trial) => trial.validity.valid),
      invalid: own.filter((trial) => !trial.validity.valid),
    };
  });
}
