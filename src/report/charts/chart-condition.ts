import type { Condition } from '../../plan/plan.ts';
import { conditionKey } from '../../samples/condition-key.ts';
import { trialsByCondition } from '../../samples/condition-trials.ts';
import type { StoredRun } from '../../samples/run-record.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { conditionName } from '../condition-set.ts';
import { plainColumn, type Column } from '../figure-table.ts';

/** A condition as charts show it. */
export interface ChartCondition {
  readonly condition: Condition;
  readonly key: string;
  /** By the factors that vary, such as `/sync · workers 4`; unlike that of any other condition. */
  readonly label: string;
  /** The valid ones, or the invalid ones where there are no others; at least one. */
  readonly trials: readonly TrialRecord[];
  readonly isValid: boolean;
}

/** Those of a run that were measured, in the plan's order but for the endpoints: what is alike stands together. */
export function chartConditions(stored: StoredRun): ChartCondition[] {
  const all = trialsByCondition(stored);
  const conditions = all.map(({ condition }) => condition);
  const byEndpoint = Map.groupBy(all, ({ condition }) => condition.endpoint);
  return [...byEndpoint.values()].flat().flatMap(({ condition, valid, invalid }) => {
    const isValid = valid.length > 0;
    const trials = isValid ? valid : invalid;
    if (trials.length === 0) return [];
    const name = conditionName(condition, conditions);
    const label = isValid ? name : `${name} (invalid)`;
    return [{ condition, key: conditionKey(condition), label, trials, isValid }];
  });
}

/** What a trial is called where there is no other. */
export const THIS_TRIAL = 'this trial';

/** What tells the rows of a chart's table apart. */
export const conditionColumn = (labels: readonly string[]): Column =>
  plainColumn(labels.every((label) => label === THIS_TRIAL) ? 'trial' : 'condition', labels, {
    align: 'left',
  });

/** The trial that stands for a condition where only one can be shown: the middle one by its completions. */
export function typicalTrial({ trials }: ChartCondition): TrialRecord {
  const ordered = trials.toSorted((one, other) => one.ledger.completed - other.ledger.completed);
  const middle = ordered[Math.floor((ordered.length - 1) / 2)];
  if (middle === undefined) throw new Error('a condition of a chart has a trial');
  return middle;
}
