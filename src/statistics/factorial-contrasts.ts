import { conditionKey } from '../samples/condition-key.ts';
import type { Interaction } from '../samples/effect.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

export type Condition = TrialRecord['condition'];
export type Level = Condition[string];
/** A factor that goes from its baseline level, the first in the plan, to another. */
export type LevelChange = Interaction['factors'][number];

/**
 * What a change of levels does, as a weighted sum over the conditions' mean logarithms. One change is an effect, several
 * are an interaction: how far the effect of one is another where the others are changed too.
 */
export interface FactorialContrast {
  readonly changes: readonly LevelChange[];
  /** By the key of their condition; those without a weight have no part in it. */
  readonly weights: ReadonlyMap<string, number>;
}

/**
 * Every effect and every interaction of a full factorial, averaged over the levels of the factors that do not change.
 * Where conditions are missing, the average is over the levels at which there is all of it.
 * @param conditions in the plan's order, each once
 */
export function factorialContrasts(conditions: readonly Condition[]): FactorialContrast[] {
  return subsetsOf(variedFactors(conditions)).flatMap((factors) =>
    combinationsOf(factors).flatMap((changes) => {
      const weights = contrastWeights(conditions, changes);
      return weights.size === 0 ? [] : [{ changes, weights }];
    }),
  );
}

interface VariedFactor {
  readonly factor: string;
  readonly baselineLevel: Level;
  readonly otherLevels: readonly Level[];
}

function variedFactors(conditions: readonly Condition[]): VariedFactor[] {
  const factors = new Set(conditions.flatMap((condition) => Object.keys(condition)));
  return [...factors].flatMap((factor) => {
    const levels = new Set(conditions.flatMap((condition) => condition[factor] ?? []));
    const [baselineLevel, ...otherLevels] = levels;
    return baselineLevel === undefined || otherLevels.length === 0
      ? []
      : [{ factor, baselineLevel, otherLevels }];
  });
}

/** All subsets with a member, the small ones first. */
function subsetsOf<Item>(items: readonly Item[]): Item[][] {
  let subsets: Item[][] = [[]];
  for (const item of items) subsets = subsets.concat(subsets.map((subset) => [...subset, item]));
  return subsets.slice(1).toSorted((one, other) => one.length - other.length);
}

/** Each combination of one other level for each of the factors. */
function combinationsOf(factors: readonly VariedFactor[]): LevelChange[][] {
  let combinations: LevelChange[][] = [[]];
  for (const { factor, baselineLevel, otherLevels } of factors)
    combinations = combinations.flatMap((changes) =>
      otherLevels.map((level) => [...changes, { factor, level, baselineLevel }]),
    );
  return combinations;
}

/** For each level of the factors at rest the product of the signs of those that change: + changed, − at baseline. */
function contrastWeights(
  conditions: readonly Condition[],
  changes: readonly LevelChange[],
): ReadonlyMap<string, number> {
  const corners = conditions.flatMap((condition) => {
    const sign = signOf(condition, changes);
    return sign === 0 ? [] : [{ condition, sign }];
  });
  const atRest = Map.groupBy(corners, ({ condition }) => conditionKey(without(condition, changes)));
  const whole = [...atRest.values()].filter((group) => group.length === 2 ** changes.length);
  return new Map(whole.flat().map(({ condition, sign }) => [conditionKey(condition), sign / whole.length]));
}

/** 0 where a factor that changes is at neither of its two levels. */
function signOf(condition: Condition, changes: readonly LevelChange[]): number {
  return changes.reduce((sign, { factor, level, baselineLevel }) => {
    if (condition[factor] === level) return sign;
    return condition[factor] === baselineLevel ? -sign : 0;
  }, 1);
}

function without(condition: Condition, changes: readonly LevelChange[]): Condition {
  const changing = new Set(changes.map(({ factor }) => factor));
  return Object.fromEntries(Object.entries(condition).filter(([factor]) => !changing.has(factor)));
}
