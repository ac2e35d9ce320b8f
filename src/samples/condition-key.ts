import type { Condition } from '../plan/plan.ts';

/** The same for two conditions that are the same, whatever the order of their factors. */
export function conditionKey(condition: Condition): string {
  return JSON.stringify(Object.entries(condition).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
