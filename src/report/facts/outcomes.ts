import type { Condition } from '../../plan/plan.ts';
import type { RunRecord, StoredRun } from '../../samples/run-record.ts';
import { trialsByCondition } from '../../samples/condition-trials.ts';
import { publishedFigures } from '../published-figures.ts';
import type { MeasuredCondition } from './measured-condition.ts';

/** Conditions in which no request came back. */
export interface NothingCompletedFact {
  readonly kind: 'nothingCompleted';
  readonly conditions: readonly Condition[];
  readonly measured: number;
  readonly failed: Readonly<Record<string, number>>;
  readonly timedOut: number;
  /** Null where the load generator does not say. */
  readonly inFlightAtEnd: number | null;
}

/** Trials that nothing is concluded from. */
export interface InvalidLeftOutFact {
  readonly kind: 'invalidLeftOut';
  readonly invalid: number;
  readonly measured: number;
}

/** How many conditions completed as many requests as was published, in the median of their valid trials. */
export interface PublishedCountsFact {
  readonly kind: 'publishedCounts';
  readonly equal: number;
  readonly compared: number;
  /** The same of the trials themselves: a median may hide one that is off. */
  readonly trials: { readonly equal: number; readonly compared: number };
  /** The condition that is furthest from its published count; null when all are equal. */
  readonly furthest: {
    readonly condition: Condition;
    readonly completed: number;
    readonly published: number;
  } | null;
}

/** Invalid trials are heard here: a trial in which everything failed is one of them. */
export function nothingCompleted(stored: StoredRun): NothingCompletedFact[] {
  const measured = trialsByCondition(stored)
    .map(({ condition, valid, invalid }) => ({ condition, trials: [...valid, ...invalid] }))
    .filter(({ trials }) => trials.length > 0);
  const empty = measured.filter(({ trials }) => trials.every(({ ledger }) => ledger.completed === 0));
  if (empty.length === 0) return [];
  const ledgers = empty.flatMap(({ trials }) => trials.map(({ ledger }) => ledger));
  const failed: Record<string, number> = {};
  for (const [kind, count] of ledgers.flatMap((ledger) => Object.entries(ledger.failed)))
    failed[kind] = (failed[kind] ?? 0) + count;
  return [
    {
      kind: 'nothingCompleted',
      conditions: empty.map(({ condition }) => condition),
      measured: measured.length,
      failed,
      timedOut: ledgers.reduce((sum, { timedOut }) => sum + timedOut, 0),
      inFlightAtEnd: ledgers.reduce<number | null>(
        (sum, { inFlightAtEnd }) => (sum === null || inFlightAtEnd === null ? null : sum + inFlightAtEnd),
        0,
      ),
    },
  ];
}

export function invalidLeftOut({ trials }: StoredRun): InvalidLeftOutFact[] {
  const invalid = trials.filter(({ validity }) => !validity.valid).length;
  return invalid === 0 ? [] : [{ kind: 'invalidLeftOut', invalid, measured: trials.length }];
}

export function publishedCounts(
  run: RunRecord,
  conditions: readonly MeasuredCondition[],
): PublishedCountsFact[] {
  const pairs = conditions.flatMap(({ condition, figures, trials }) => {
    const published = publishedFigures(run, condition)?.completed;
    if (published === undefined) return [];
    const equalTrials = trials.filter(({ ledger }) => ledger.completed === published).length;
    return [{ condition, completed: figures.completed, published, trials: trials.length, equalTrials }];
  });
  const [furthest] = pairs.toSorted((one, other) => distance(other) - distance(one));
  if (furthest === undefined) return [];
  const equal = pairs.filter((pair) => distance(pair) === 0).length;
  const { condition, completed, published } = furthest;
  return [
    {
      kind: 'publishedCounts',
      equal,
      compared: pairs.length,
      trials: {
        equal: pairs.reduce((sum, { equalTrials }) => sum + equalTrials, 0),
        compared: pairs.reduce((sum, { trials }) => sum + trials, 0),
      },
      furthest: equal === pairs.length ? null : { condition, completed, published },
    },
  ];
}

const distance = ({ completed, published }: { completed: number; published: number }): number =>
  Math.abs(completed - published);
