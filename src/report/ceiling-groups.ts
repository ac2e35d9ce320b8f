import type { Condition } from '../plan/plan.ts';
import type { Diagnosis, EvidenceFigure, Finding } from '../samples/diagnosis.ts';
import { conditionSetText } from './condition-set.ts';
import { conditionText, rangeOf, type Range } from './figure-text.ts';

/** Conditions that have the same ceiling; of one endpoint, with figures that differ by their scatter only, where there are few. */
export interface CeilingGroup {
  readonly diagnoses: readonly Diagnosis[];
  /** The levels that tell them from the others, as text. */
  readonly where: string;
}

/** With more groups than these nobody reads them: what is the matter in several is then said of them together. */
const MOST_GROUPS = 8;

/**
 * In the order of the plan. Where they are many, what has one ceiling and one kind of remedy is one group, whatever its figures are: a
 * report does not grow with the conditions.
 */
export function ceilingGroups(diagnoses: readonly Diagnosis[]): CeilingGroup[] {
  const alike = withSameFigures(diagnoses);
  if (alike.length <= MOST_GROUPS)
    return alike.map((group) => ({ diagnoses: group, where: whereText(group, diagnoses) }));
  const all = diagnoses.map(({ condition }) => condition);
  return withSameRemedy(diagnoses).map((group) => ({
    diagnoses: group,
    where: conditionSetText(
      group.map(({ condition }) => condition),
      all,
    ),
  }));
}

function withSameRemedy(diagnoses: readonly Diagnosis[]): Diagnosis[][] {
  const alike = Map.groupBy(diagnoses, ({ ceiling, findings: [first] }) =>
    JSON.stringify([
      ceiling,
      first?.reason,
      first?.confidence.level,
      first?.remedies.map(({ action }) => action),
    ]),
  );
  return [...alike.values()];
}

function withSameFigures(diagnoses: readonly Diagnosis[]): Diagnosis[][] {
  const alike = Map.groupBy(diagnoses, ({ condition, ceiling, findings: [first, ...others] }) =>
    JSON.stringify([
      condition['endpoint'] ?? null,
      ceiling,
      first?.slots && Math.round(first.slots),
      first?.reason,
      first?.confidence.level,
      first?.remedies,
      others.map(({ kind }) => kind),
    ]),
  );
  return [...alike.values()];
}

/** Conditions beyond these are counted. */
const SPELT_OUT = 3;

/** The levels that they share, where no other condition has all of them; else each condition. */
function whereText(group: readonly Diagnosis[], all: readonly Diagnosis[]): string {
  const [first] = group;
  if (first === undefined || all.length === 1) return '';
  if (group.length === all.length) return 'all conditions';
  const shared = sharedLevels(group.map(({ condition }) => condition));
  const alike = all.filter(({ condition }) => hasLevels(condition, shared));
  if (alike.length === group.length && Object.keys(shared).length > 0) return conditionText(shared);
  const texts = group.slice(0, SPELT_OUT).map(({ condition }) => conditionText(condition));
  const more = group.length - texts.length;
  return [...texts, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function sharedLevels([first, ...others]: readonly Condition[]): Condition {
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([name, level]) => others.every((other) => other[name] === level)),
  );
}

const hasLevels = (condition: Condition, levels: Condition): boolean =>
  Object.entries(levels).every(([name, level]) => condition[name] === level);

/** The range of a figure over the findings of a group; undefined where one has it not, or as a list. */
export function figureRange(findings: readonly Finding[], figure: EvidenceFigure): Range | undefined {
  const values = findings.map(
    ({ evidence }) => evidence.find((one) => one.figure === figure)?.value ?? undefined,
  );
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length === 0 || numbers.length < values.length ? undefined : rangeOf(numbers);
}

/** The same of what it is held against. */
export function referenceRange(findings: readonly Finding[], figure: EvidenceFigure): Range | undefined {
  const references = findings.flatMap(
    ({ evidence }) => evidence.find((one) => one.figure === figure)?.reference ?? [],
  );
  return references.length < findings.length ? undefined : rangeOf(references);
}
