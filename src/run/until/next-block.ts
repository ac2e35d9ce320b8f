import type { Condition } from '../../plan/plan.ts';
import { TRIALS_AT_LEAST, type ConditionPrecision } from './condition-precision.ts';

/** When blocks are added no more. */
export interface Until {
  /** Of each condition's 95 % interval, over its estimate: 0.02 is 2 %. */
  readonly halfWidth: number;
  /** Blocks at most. */
  readonly replicatesAtMost: number;
}

/** What another block is waited for: the widest interval there is, or the first one that there is none of yet. */
export interface Awaited {
  readonly condition: Condition;
  /** null: too few of its trials count. */
  readonly halfWidth: number | null;
}

/** Whether another block is measured, and what for; or why not. */
export type NextBlock =
  /** null: it is one of the first, which are measured in any case. */
  | { readonly state: 'go'; readonly awaited: Awaited | null }
  /** Every condition that has an interval has one that is narrow enough. */
  | { readonly state: 'reached' }
  | { readonly state: 'limit' }
  /** No condition has had one trial that counts. */
  | { readonly state: 'noInterval' };

/** How many blocks are measured before anything is judged. */
export function firstBlocks(replicates: number, { replicatesAtMost }: Until): number {
  return Math.min(Math.max(replicates, TRIALS_AT_LEAST), replicatesAtMost);
}

/**
 * Decides after each block whether another follows.
 * @param done blocks that were measured
 * @param replicates those that were asked for in any case
 */
export function nextBlock(
  { done, replicates }: { readonly done: number; readonly replicates: number },
  until: Until,
  conditions: readonly ConditionPrecision[],
): NextBlock {
  if (done < firstBlocks(replicates, until)) return { state: 'go', awaited: null };
  const hoped = conditions.filter(({ state }) => state !== 'none');
  if (hoped.length === 0) return { state: 'noInterval' };
  const wide = hoped.flatMap((precision) => awaitedOf(precision, until.halfWidth));
  const [first, ...others] = wide;
  if (first === undefined) return { state: 'reached' };
  if (done >= until.replicatesAtMost) return { state: 'limit' };
  return { state: 'go', awaited: others.reduce(wider, first) };
}

function awaitedOf(precision: ConditionPrecision, asked: number): Awaited[] {
  const { condition, state } = precision;
  if (state === 'known')
    return precision.halfWidth < asked ? [] : [{ condition, halfWidth: precision.halfWidth }];
  return state === 'few' ? [{ condition, halfWidth: null }] : [];
}

/** None at all is wider than any. */
const wider = (one: Awaited, other: Awaited): Awaited =>
  (other.halfWidth ?? Infinity) > (one.halfWidth ?? Infinity) ? other : one;
