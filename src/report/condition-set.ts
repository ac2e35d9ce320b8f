import type { Condition, Level } from '../plan/plan.ts';
import { conditionKey } from '../samples/condition-key.ts';
import { conditionText, countedNoun, countText, listText } from './figure-text.ts';

/** The factor whose levels need no name beside them. */
const ENDPOINT = 'endpoint';

/** One condition by the factors that vary in a run, the endpoint first: `/sync · workers 4 · threads 1`. */
export function conditionName(condition: Condition, all: readonly Condition[]): string {
  const varied = variedFactors(all);
  const parts = varied
    .filter((factor) => Object.hasOwn(condition, factor))
    .map((factor) => levelText(factor, [condition[factor] ?? '']));
  return parts.length === 0 ? conditionText(condition) || 'as planned' : parts.join(' · ');
}

/**
 * Several conditions in few words, each by what sets it apart in the run: `/async, and /sync with workers 4`. Where that
 * takes too many, how many they are.
 */
export function conditionSetText(set: readonly Condition[], all: readonly Condition[]): string {
  if (set.length === all.length) return all.length === 1 ? 'the one condition' : 'every condition';
  const whole = productText(set, all);
  if (whole !== undefined) return whole;
  const parts = partedText(set, all);
  if (parts !== undefined) return parts;
  const members = new Set(set.map(conditionKey));
  const rest = productText(
    all.filter((condition) => !members.has(conditionKey(condition))),
    all,
  );
  if (rest !== undefined) return `every condition but ${rest}`;
  const within = withinText(set, all);
  if (within !== undefined) return within;
  const first = set[0];
  const others = set.length - 1;
  return first === undefined
    ? 'no condition'
    : `${conditionName(first, all)} and ${countedNoun(others, 'more condition')}`;
}

/** A set that is all combinations of some levels; factors of which it has all levels need not be named. */
function productText(set: readonly Condition[], all: readonly Condition[]): string | undefined {
  const narrowed = narrowedLevels(set, all);
  if (narrowed.length === 0 || matching(narrowed, all) !== set.length) return undefined;
  return levelsText(needed(narrowed, all));
}

function levelsText(levels: readonly FactorLevels[]): string {
  const [first = '', ...others] = levels.map(({ factor, own }) => levelText(factor, own));
  return others.length === 0 ? first : `${first} with ${listText(others)}`;
}

/** Part of such a product: `16 of the 24 conditions of /sync with workers 1 and 2`; nothing where it shares no levels. */
function withinText(set: readonly Condition[], all: readonly Condition[]): string | undefined {
  const narrowed = narrowedLevels(set, all);
  if (narrowed.length === 0 || set.length === 1) return undefined;
  return `${countText(set.length)} of the ${countedNoun(matching(narrowed, all), 'condition')} of ${levelsText(needed(narrowed, all))}`;
}

/** The factors of which a set has not all levels. */
const narrowedLevels = (set: readonly Condition[], all: readonly Condition[]): FactorLevels[] =>
  variedFactors(all)
    .map((factor) => ({ factor, own: levelsOf(set, factor) }))
    .filter(({ factor, own }) => own.length < levelsOf(all, factor).length);

interface FactorLevels {
  readonly factor: string;
  readonly own: readonly Level[];
}

/** How many conditions of a run have these levels; a run need not be all combinations of its levels. */
const matching = (levels: readonly FactorLevels[], all: readonly Condition[]): number =>
  all.filter((condition) =>
    levels.every(({ factor, own }) => own.some((level) => level === condition[factor])),
  ).length;

/** Without the factors, from the last, that set nothing apart which the others do not: where conditions are missing. */
function needed(levels: readonly FactorLevels[], all: readonly Condition[]): readonly FactorLevels[] {
  const size = matching(levels, all);
  return levels.toReversed().reduce((kept, one) => {
    const fewer = kept.filter((other) => other !== one);
    return fewer.length > 0 && matching(fewer, all) === size ? fewer : kept;
  }, levels);
}

/** A set whose conditions of each level of a factor are such a product; the factor that needs the fewest words. */
function partedText(set: readonly Condition[], all: readonly Condition[]): string | undefined {
  const texts = variedFactors(all).flatMap((factor) => {
    const parts = [...Map.groupBy(set, (condition) => condition[factor]).values()].map((part) =>
      productText(part, all),
    );
    const known = parts.filter((part) => part !== undefined);
    if (known.length < parts.length || parts.length > MOST_PARTS) return [];
    // What needs the fewest words first, whichever of the conditions happens to be.
    return [known.toSorted((one, other) => one.length - other.length).join(', and ')];
  });
  return texts.toSorted((one, other) => one.length - other.length)[0];
}

const MOST_PARTS = 3;

const levelsOf = (conditions: readonly Condition[], factor: string): Level[] => [
  ...new Set(conditions.map((condition) => condition[factor] ?? '')),
];

/** Those with more than one level, the endpoint first. */
function variedFactors(all: readonly Condition[]): string[] {
  const factors = [...new Set(all.flatMap((condition) => Object.keys(condition)))];
  const varied = factors.filter((factor) => levelsOf(all, factor).length > 1);
  return varied.toSorted((one, other) => Number(other === ENDPOINT) - Number(one === ENDPOINT));
}

function levelText(factor: string, levels: readonly Level[]): string {
  const list = listText(levels.map(String));
  return factor === ENDPOINT && levels.every((level) => String(level).startsWith('/'))
    ? list
    : `${factor} ${list}`;
}
