import type { Condition } from '../../plan/plan.ts';
import type { StoredRun } from '../../samples/run-record.ts';
import { trialsByCondition } from '../../samples/condition-trials.ts';
import { errorStatuses, statusErrorCount, sumStatusCodes } from '../../samples/status-errors.ts';

/** Conditions where responses had a status of 400 or above. */
export interface ErrorResponsesFact {
  readonly kind: 'errorResponses';
  /** Counts over all trials of the condition, the invalid ones included. */
  readonly cases: readonly {
    readonly condition: Condition;
    readonly completed: number;
    readonly errors: number;
    /** Those of the errors whose status is known; a load generator may tell no more than their number. */
    readonly statuses: Readonly<Record<string, number>>;
  }[];
}

/** Invalid trials are heard here: one in which every response is an error is invalid. Most errors first. */
export function errorResponses(stored: StoredRun): ErrorResponsesFact[] {
  const cases = trialsByCondition(stored)
    .map(({ condition, valid, invalid }) => {
      const trials = [...valid, ...invalid];
      return {
        condition,
        completed: trials.reduce((sum, { ledger }) => sum + ledger.completed, 0),
        errors: trials.reduce((sum, trial) => sum + (statusErrorCount(trial) ?? 0), 0),
        statuses: errorStatuses(sumStatusCodes(trials.map(({ statusCodes }) => statusCodes ?? {}))),
      };
    })
    .filter(({ errors }) => errors > 0)
    .toSorted((one, other) => other.errors - one.errors);
  return cases.length === 0 ? [] : [{ kind: 'errorResponses', cases }];
}
