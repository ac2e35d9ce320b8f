import type { Comparison } from '../samples/comparison.ts';
import type { Verdict } from '../samples/effect.ts';
import { shareText } from './estimate-text.ts';
import { conditionText, countedNoun, countText, listText, rangeOf, rangeText } from './figure-text.ts';

/** What is compared with what. */
export function comparisonHead({ a, b }: Comparison): string {
  if (b.level !== null) return `Run ${b.run}: ${b.level} against ${a.level}, measured in turn`;
  return `Run ${b.run} (b) against run ${a.run} (a)`;
}

const VERDICTS: readonly Verdict[] = ['slower', 'faster', 'equivalent', 'inconclusive'];

/** How many conditions have which verdict, the bad news first. */
export function comparisonSummary({ conditions }: Comparison): string {
  const counts = VERDICTS.flatMap((verdict) => {
    const count = conditions.filter((condition) => condition.verdict === verdict).length;
    return count === 0 ? [] : [`${countText(count)} ${verdict}`];
  });
  const trials = (['a', 'b'] as const).map((side) =>
    rangeOf(conditions.map((condition) => condition.trials[side])),
  );
  const [ofA, ofB] = trials.map((range) => rangeText(range, countText));
  return (
    `${countedNoun(conditions.length, 'condition')}: ${listText(counts)}. ` +
    `Valid trials a condition: ${ofA} of a, ${ofB} of b.`
  );
}

/** What has to be known to read the table, a sentence or two each. */
export function comparisonNotes(comparison: Comparison): string[] {
  return [
    ...differenceNotes(comparison),
    ...missingNotes(comparison),
    ...onlyInNotes(comparison),
    ...invalidNotes(comparison),
    methodNote(comparison),
  ];
}

function differenceNotes({ differences }: Comparison): string[] {
  if (differences.length === 0) return [];
  return [`The two were not measured alike, so that a verdict may be of that: ${differences.join('; ')}.`];
}

function missingNotes({ conditions }: Comparison): string[] {
  const few = conditions
    .filter(({ missing }) => missing === 'tooFewTrials')
    .map(({ condition }) => condition);
  const none = conditions.filter(({ missing }) => missing === 'noFigures').map(({ condition }) => condition);
  return [
    ...(few.length === 0
      ? []
      : [
          `Too few trials in ${countedNoun(few.length, 'condition')}: one trial does not say how far trials scatter, ` +
            'so there is no interval and no verdict. Measure five: --replicates 5.',
        ]),
    ...(none.length === 0
      ? []
      : [`No figures to compare for ${listText(none.map(conditionText))}: its valid trials have none.`]),
  ];
}

function onlyInNotes({ onlyIn }: Comparison): string[] {
  return (['a', 'b'] as const).flatMap((side) =>
    onlyIn[side].length === 0
      ? []
      : [`Only in ${side}, and not compared: ${onlyIn[side].map(conditionText).join('; ')}.`],
  );
}

function invalidNotes({ invalidTrials: { a, b } }: Comparison): string[] {
  return a + b === 0
    ? []
    : [`Left out, since invalid: ${countedNoun(a, 'trial')} of a, ${countText(b)} of b.`];
}

function methodNote({ margin, isPaired }: Comparison): string {
  return (
    `b ÷ a in geometric means over the trials, with 95 % intervals${isPaired ? ' from the pairs measured in turn' : ''}. ` +
    `Equivalent: within ${shareText(margin)} with 95 % confidence. Slower, faster: the difference is no chance, at 5 % over all ` +
    'these comparisons together (Holm). Inconclusive: neither is shown; more replicates would.'
  );
}
