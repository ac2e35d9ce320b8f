import { conditionKey } from '../samples/condition-key.ts';
import type { StoredRun } from '../samples/run-record.ts';
import { isLawful, withoutUnusedSlots } from './facts/limits.ts';
import type { LimitedBy } from '../diagnosis/lawful-limit.ts';
import { measuredConditions, type MeasuredCondition } from './facts/measured-condition.ts';

/** A condition with what holds its throughput, as far as its figures say. */
export type ConditionLimit = Pick<
  MeasuredCondition,
  'condition' | 'law' | 'limitedBy' | 'connections' | 'figures' | 'isSeenInBatches'
>;

/**
 * By the key of each condition that has a valid trial of a closed loop; of others nothing is known. All that charts and
 * the report's answer know of limits comes from here.
 */
export function conditionLimits(stored: StoredRun): Map<string, ConditionLimit> {
  const measured = measuredConditions(stored);
  const alike = Map.groupBy(measured.filter(isLawful), ({ endpoint, law }) =>
    JSON.stringify([endpoint, law.workerClass]),
  );
  const limits: ConditionLimit[] = [
    ...measured.filter((condition) => !isLawful(condition)),
    ...[...alike.values()].flatMap(withoutUnusedSlots),
  ];
  const inOrder = new Map(measured.map(({ condition }, index) => [conditionKey(condition), index]));
  return new Map(
    limits
      .map((limit) => [conditionKey(limit.condition), limit] as const)
      .toSorted(([one], [other]) => (inOrder.get(one) ?? 0) - (inOrder.get(other) ?? 0)),
  );
}

/** What holds it, in two or three words. */
export const LIMIT_WORDS: Readonly<Record<LimitedBy, string>> = {
  offeredLoad: 'held by the offered load',
  slots: 'held by its slots',
  unevenConnections: 'held by uneven connections',
  neither: 'held by something else',
  unknown: 'limit not determined',
};
