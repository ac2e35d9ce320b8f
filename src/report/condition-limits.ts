import { conditionKey } from '../samples/condition-key.ts';
import type { StoredRun } from '../samples/run-record.ts';
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
export const conditionLimits = (stored: StoredRun): Map<string, ConditionLimit> =>
  new Map(measuredConditions(stored).map((measured) => [conditionKey(measured.condition), measured]));

/** What holds it, in two or three words. */
export const LIMIT_WORDS: Readonly<Record<LimitedBy, string>> = {
  offeredLoad: 'held by the offered load',
  slots: 'held by its slots',
  unevenConnections: 'held by uneven connections',
  neither: 'held by something else',
  unknown: 'limit not determined',
};
