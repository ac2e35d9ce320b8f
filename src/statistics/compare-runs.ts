import { COMPARISON_SCHEMA, type Comparison } from '../samples/comparison.ts';
import { conditionKey } from '../samples/condition-key.ts';
import { trialsByCondition, type ConditionTrials } from '../samples/condition-trials.ts';
import type { RunRecord, StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { compareConditions, type MeasuredTwice } from './comparison.ts';
import { runDifferences } from './run-differences.ts';

type Condition = TrialRecord['condition'];
type Level = Condition[string];

/** Two sides of a comparison, sorted by condition. */
interface Sides {
  readonly a: readonly ConditionTrials[];
  readonly b: readonly ConditionTrials[];
}

/**
 * Compares two runs condition by condition, as far as they have the same.
 * @param margin up to this a ratio counts as equivalent: 0.05 is 5 %
 */
export function compareRuns(a: StoredRun, b: StoredRun, margin: number): Comparison {
  return {
    schema: COMPARISON_SCHEMA,
    a: sideOf(a.run, null),
    b: sideOf(b.run, null),
    ...compareSides({ a: trialsByCondition(a), b: trialsByCondition(b) }, { margin, isPaired: false }),
    differences: runDifferences(a, b),
  };
}

/**
 * Compares the two levels of the factor that a run interleaved, pair by pair; the first in the plan's order is a.
 * @returns undefined where the run interleaved nothing
 */
export function compareInterleaved(stored: StoredRun, margin: number): Comparison | undefined {
  const factor = stored.run.plan.interleave;
  if (factor === null) return undefined;
  const conditions = trialsByCondition(stored);
  const [one, other] = new Set(conditions.flatMap(({ condition }) => condition[factor] ?? []));
  if (one === undefined || other === undefined) return undefined;
  return {
    schema: COMPARISON_SCHEMA,
    a: sideOf(stored.run, one),
    b: sideOf(stored.run, other),
    ...compareSides(
      { a: atLevel(conditions, factor, one), b: atLevel(conditions, factor, other) },
      { margin, isPaired: true },
    ),
    differences: [],
  };
}

const sideOf = ({ id, startedAt }: RunRecord, level: Level | null): Comparison['a'] => ({
  run: id,
  startedAt,
  level,
});

/** The conditions at a level of a factor, without that factor. */
function atLevel(conditions: readonly ConditionTrials[], factor: string, level: Level): ConditionTrials[] {
  return conditions
    .filter(({ condition }) => condition[factor] === level)
    .map((one) => {
      const { [factor]: _, ...condition } = one.condition;
      return { ...one, condition };
    });
}

function compareSides(
  { a, b }: Sides,
  options: { margin: number; isPaired: boolean },
): Pick<Comparison, 'isPaired' | 'margin' | 'conditions' | 'onlyIn' | 'invalidTrials'> {
  const ofB = new Map(b.map((one) => [conditionKey(one.condition), one]));
  const keysOfA = new Set(a.map(({ condition }) => conditionKey(condition)));
  const both = a.flatMap(({ condition, valid }): MeasuredTwice[] => {
    const other = ofB.get(conditionKey(condition));
    return other === undefined ? [] : [{ condition, a: valid, b: other.valid }];
  });
  return {
    ...options,
    conditions: compareConditions(both, options),
    onlyIn: {
      a: a.map(({ condition }) => condition).filter((condition) => !ofB.has(conditionKey(condition))),
      b: b.map(({ condition }) => condition).filter((condition) => !keysOfA.has(conditionKey(condition))),
    },
    invalidTrials: { a: invalidCount(a), b: invalidCount(b) },
  };
}

const invalidCount = (conditions: readonly ConditionTrials[]): number =>
  conditions.reduce((sum, { invalid }) => sum + invalid.length, 0);
