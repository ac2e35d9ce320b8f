import type { StoredRun } from '../../samples/run-record.ts';
import { trialsByCondition } from '../condition-trials.ts';
import { errorStatuses, statusErrorCount, sumStatusCodes } from '../status-errors.ts';
import type { ErrorResponsesFact } from './fact.ts';

/** Invalid trials are heard here: one in which every response is an error is invalid. Most errors first. */
export function errorResponses(stored: StoredRun): ErrorResponsesFact[] {
  const cases = trialsByCondition(stored)
    .map(({ condition, valid, invalid }) => {
      const trials = [...valid, ...invalid];
      const statusCodes = sumStatusCodes(trials.map((trial) => trial.statusCodes));
      return {
        condition,
        completed: trials.reduce((sum, { ledger }) => sum + ledger.completed, 0),
        errors: statusErrorCount(statusCodes),
        statuses: errorStatuses(statusCodes),
      };
    })
    .filter(({ errors }) => errors > 0)
    .toSorted((one, other) => other.errors - one.errors);
  return cases.length === 0 ? [] : [{ kind: 'errorResponses', cases }];
}
