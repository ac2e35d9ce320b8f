import type { Condition, Level } from '../../plan/plan.ts';
import type { WorkerClass } from '../../plan/server-settings.ts';
import { conditionKey } from '../../samples/condition-key.ts';
import { rangeOf, type Range } from '../figure-text.ts';
import { differencePercent, NOTHING_PERCENT } from '../../diagnosis/threshold.ts';
import { workerClassesOf, type MeasuredCondition } from './measured-condition.ts';
import { SLOT_FACTORS } from '../../diagnosis/condition-server.ts';

/** What a factor did to the steady throughput where all else was equal. */
export interface FactorEffectFact {
  readonly kind: 'factorEffect';
  readonly factor: string;
  /** Those it is said of, where the factor has a part in the law of others in the run; else empty. */
  readonly workerClasses: readonly WorkerClass[];
  readonly isNothing: boolean;
  /** The pair of levels that differ most, and where. */
  readonly largest: FactorDifference;
  /** How many sets of otherwise equal conditions were compared, and in how many the factor did something. */
  readonly compared: number;
  readonly changed: number;
  /** The fewest and the most trials of a condition. */
  readonly trials: Range;
}

export interface FactorDifference {
  readonly percent: number;
  readonly from: { readonly level: Level; readonly steadyPerSecond: number };
  readonly to: { readonly level: Level; readonly steadyPerSecond: number };
  /** The levels of the other factors. */
  readonly elsewhere: Condition;
}

/** They say what is asked, and for how long: that they matter is no news. */
const LOAD_FACTORS: ReadonlySet<string> = new Set(['connections', 'hold', 'endpoint', 'duration', 'timeout']);
/** They enter the law of the closed loop, where there is one. */
const LAW_FACTORS: ReadonlySet<string> = new Set(['workers', 'workerClass', 'app']);

/** For each factor that no law speaks of, what it did where all else was equal. */
export function factorEffects(conditions: readonly MeasuredCondition[]): FactorEffectFact[] {
  const factors = new Set(conditions.flatMap(({ condition }) => Object.keys(condition)));
  const isLawful = conditions.every(({ law }) => law !== null);
  return [...factors]
    .filter((factor) => !LOAD_FACTORS.has(factor) && !(isLawful && LAW_FACTORS.has(factor)))
    .flatMap((factor) => {
      // Where it makes slots, it is part of the law.
      const own = conditions.filter(
        ({ law }) => law === null || !SLOT_FACTORS[law.workerClass].includes(factor),
      );
      const classes = workerClassesOf(own);
      const isSaidOfAll = classes.length === workerClassesOf(conditions).length;
      return factorEffect(factor, own).map((fact) => ({
        ...fact,
        workerClasses: isSaidOfAll ? [] : classes,
      }));
    });
}

function factorEffect(
  factor: string,
  conditions: readonly MeasuredCondition[],
): Omit<FactorEffectFact, 'workerClasses'>[] {
  const steady = conditions.filter(({ figures }) => figures.steadyPerSecond !== null);
  const alike = [
    ...Map.groupBy(steady, ({ condition }) => conditionKey(without(factor, condition))).values(),
  ];
  const compared = alike.filter((set) => set.length > 1);
  const differences = compared
    .map((set) => largestOf(differencesIn(set, factor)))
    .filter((one) => one !== undefined);
  const largest = largestOf(differences);
  if (largest === undefined) return [];
  const changed = differences.filter(({ percent }) => Math.abs(percent) > NOTHING_PERCENT).length;
  return [
    {
      kind: 'factorEffect',
      factor,
      isNothing: changed === 0,
      largest,
      compared: compared.length,
      changed,
      trials: rangeOf(compared.flat().map(({ trials }) => trials.length)),
    },
  ];
}

/** Every level against every one before it. */
function differencesIn(set: readonly MeasuredCondition[], factor: string): FactorDifference[] {
  const points = set.map(({ condition, figures }) => ({
    level: condition[factor] as Level,
    steadyPerSecond: figures.steadyPerSecond ?? 0,
  }));
  const elsewhere = without(factor, set[0]?.condition ?? {});
  return points.flatMap((to, index) =>
    points.slice(0, index).map((from) => ({
      percent: differencePercent(to.steadyPerSecond, from.steadyPerSecond),
      from,
      to,
      elsewhere,
    })),
  );
}

function largestOf(differences: readonly FactorDifference[]): FactorDifference | undefined {
  return differences.toSorted((one, other) => Math.abs(other.percent) - Math.abs(one.percent))[0];
}

function without(factor: string, condition: Condition): Condition {
  return Object.fromEntries(Object.entries(condition).filter(([name]) => name !== factor));
}
