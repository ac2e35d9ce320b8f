import type { Condition } from '../plan/plan.ts';
import type { ComparedCondition, ComparedMetric, Comparison } from '../samples/comparison.ts';
import type { Metric, Verdict } from '../samples/effect.ts';
import { conditionSetText } from './condition-set.ts';
import { ratioText, shareText } from './estimate-text.ts';
import { countedNoun, countText, listText, rangeOf, rangeText } from './figure-text.ts';
import type { Detail } from './measured-how.ts';
import { sentenceCase } from './sentence-case.ts';

/** What the compared figures are called in a sentence. */
export const METRIC_WORDS: Readonly<Record<Metric, string>> = {
  steadyStatePerSecond: 'steady throughput',
  completedPerSecond: 'observed throughput',
  responseTimeMeanMs: 'mean response time',
  responseTimeP50Ms: 'median response time',
  responseTimeP99Ms: 'p99 response time',
};

/** What somebody who reads no further should know of a comparison, the verdict first. */
export function comparisonAnswer(comparison: Comparison): Detail[] {
  const furthest = furthestText(comparison);
  return [
    ['Verdict', verdictSentence(comparison)],
    ...(furthest === undefined ? [] : [['Largest difference', furthest] as const]),
    ['How sure', certaintySentence(comparison)],
    ['What else differs', differencesSentence(comparison)],
  ];
}

/** How the two are called in a sentence. */
export const sideNames = ({ a, b }: Comparison): { readonly a: string; readonly b: string } => ({
  a: a.level === null ? 'a' : String(a.level),
  b: b.level === null ? 'b' : String(b.level),
});

const withVerdict = ({ conditions }: Comparison, verdict: Verdict): ComparedCondition[] =>
  conditions.filter((condition) => condition.verdict === verdict);

/** The bad news first. */
function verdictSentence(comparison: Comparison): string {
  const { conditions, margin } = comparison;
  const all = conditions.map(({ condition }) => condition);
  const { a, b } = sideNames(comparison);
  const parts = (
    [
      ['slower', `slower than ${a}`],
      ['faster', `faster than ${a}`],
      ['equivalent', `equivalent to ${a} within ${shareText(margin)}`],
    ] as const
  ).flatMap(([verdict, words]) => {
    const own = withVerdict(comparison, verdict).map(({ condition }) => condition);
    return own.length === 0 ? [] : [`${words} ${whereText(own, all)}`];
  });
  const open = withVerdict(comparison, 'inconclusive').length;
  if (parts.length === 0)
    return `It cannot be told whether ${b} is slower or faster than ${a}, in any condition.`;
  const rest =
    open === 0 ? '' : `; ${countText(open)} of ${countedNoun(all.length, 'condition')} cannot be told`;
  return `${b} is ${listText(parts)}${rest}.`;
}

/** `in every condition`, or which they are. */
function whereText(own: readonly Condition[], all: readonly Condition[]): string {
  if (own.length === all.length && all.length > 1)
    return `in every condition, ${countText(all.length)} of them`;
  const set = conditionSetText(own, all);
  return all.length === 1
    ? 'in the one condition'
    : `in ${countText(own.length)} of ${countedNoun(all.length, 'condition')} (${set})`;
}

/** Of the differences that are no chance, the one whose ratio is furthest from 1. */
function furthestText({ conditions }: Comparison): string | undefined {
  const all = conditions.map(({ condition }) => condition);
  const decided = conditions.flatMap(({ condition, metrics }) =>
    metrics
      .filter(({ verdict }) => verdict === 'slower' || verdict === 'faster')
      .map((metric) => ({ condition, metric })),
  );
  const [first] = decided.toSorted((one, other) => distance(other.metric) - distance(one.metric));
  if (first === undefined) return undefined;
  const { condition, metric } = first;
  const where = all.length === 1 ? '' : ` for ${conditionSetText([condition], all)}`;
  return `${sentenceCase(METRIC_WORDS[metric.metric])}${where}: ${ratioText(metric.ratio) ?? '?'}, ${metric.verdict}.`;
}

const distance = ({ ratio }: ComparedMetric): number => Math.abs(Math.log(ratio.estimate ?? 1));

function certaintySentence(comparison: Comparison): string {
  const { conditions, invalidTrials, isPaired } = comparison;
  const [ofA, ofB] = (['a', 'b'] as const).map((side) =>
    rangeText(rangeOf(conditions.map(({ trials }) => trials[side])), countText),
  );
  const names = sideNames(comparison);
  const open = withVerdict(comparison, 'inconclusive').length;
  const invalid = invalidTrials.a + invalidTrials.b;
  return sentenceCase(
    [
      `valid trials a condition: ${ofA} of ${names.a}, ${ofB} of ${names.b}${isPaired ? ', measured in turn and compared in pairs' : ''}`,
      ...(invalid === 0 ? [] : [`${countedNoun(invalid, 'trial')} left out as invalid`]),
      'in at most 5 % of such comparisons a slower or faster is only chance (Holm, over all of them together)',
      ...(open === 0 ? [] : ['more replicates would tell what cannot be told']),
    ].join('; ') + '.',
  );
}

function differencesSentence({ differences, onlyIn }: Comparison): string {
  const only = onlyIn.a.length + onlyIn.b.length;
  const conditions = only === 0 ? '' : ` ${countedNoun(only, 'condition')} only one of the two has.`;
  if (differences.length === 0)
    return `Nothing that is looked at: load, generator, machine and time scale are alike.${conditions}`;
  return `The two were not measured alike, so that a verdict may be of that: ${differences.join('; ')}.${conditions}`;
}
