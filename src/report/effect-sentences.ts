import type { Effect, Metric } from '../samples/effect.ts';
import { NOTHING_PERCENT } from '../diagnosis/threshold.ts';
import type { FactorVerdictFact, InteractionFact, MoreInteractionsFact } from './facts/effect-facts.ts';
import type { FactorEffectFact } from './facts/factor-effects.ts';
import { multipleText, ratioText, shareText } from './estimate-text.ts';
import {
  conditionText,
  countedNoun,
  countText,
  listText,
  percentBoundText,
  percentText,
  rangeText,
  rateText,
  underText,
} from './figure-text.ts';

const METRIC_NAMES: Readonly<Record<Metric, string>> = {
  steadyStatePerSecond: 'steady throughput',
  completedPerSecond: 'throughput',
  responseTimeMeanMs: 'mean response time',
  responseTimeP50Ms: 'median response time',
  responseTimeP99Ms: 'p99 of the response time',
};

/** What a factor did by the medians, where there are no intervals. */
export function factorEffectSentence(fact: FactorEffectFact): string {
  const { factor, workerClasses, largest, compared, changed } = fact;
  const under = underText(workerClasses);
  const elsewhere = conditionText(largest.elsewhere);
  const pair =
    `${rateText(largest.from.steadyPerSecond)} at ${largest.from.level}, ` +
    `${rateText(largest.to.steadyPerSecond)} at ${largest.to.level}` +
    (elsewhere === '' ? '' : `, for ${elsewhere}`);
  const verdict = fact.isNothing
    ? `${factor} changed nothing${under}: with all else equal the steady throughput differs by at most ` +
      `${percentBoundText(largest.percent)} (${pair}) in ${countedNoun(compared, 'comparison')}, and up to ` +
      `${NOTHING_PERCENT} % counts as nothing.`
    : `${factor} changed the steady throughput${under}, with all else equal, by up to ` +
      `${percentText(largest.percent)} (${pair}); by more than ${NOTHING_PERCENT} % in ` +
      `${countText(changed)} of ${countedNoun(compared, 'comparison')}.`;
  return `${verdict} ${certaintySentence(fact)}`;
}

function certaintySentence({ trials }: FactorEffectFact): string {
  return trials.most === 1
    ? 'Each condition was measured once, and one trial has no interval to say how far that can be trusted: ' +
        '--replicates 5 gives one.'
    : `These are medians of ${rangeText(trials, countText)} trials a condition, without an interval.`;
}

/** What a factor does, level by level, with its intervals. */
export function factorVerdictSentence({ factor, margin, effects }: FactorVerdictFact): string {
  const isOfOneEndpoint = new Set(effects.map(({ endpoint }) => endpoint)).size === 1;
  const levels = [...Map.groupBy(effects, ({ level }) => level).values()].map((ofLevel) =>
    levelText(ofLevel, isOfOneEndpoint),
  );
  const isNothing = effects.every(({ verdict }) => verdict === 'equivalent');
  return isNothing
    ? `${factor} changed nothing that matters: the steady throughput is equivalent, within ${shareText(margin)}, ` +
        `${listText(levels)}.`
    : `What ${factor} did to the steady throughput: ${levels.join('; ')}.`;
}

/** `at 4 against 1 slower under /sync (−10.1 % [−10.3, −9.9])`. */
function levelText(effects: readonly Effect[], isOfOneEndpoint: boolean): string {
  const [first] = effects;
  const isNothing = effects.every(({ verdict }) => verdict === 'equivalent');
  const each = effects.map(({ endpoint, ratio, verdict }) => {
    const words = [...(isNothing ? [] : [verdict]), ...(isOfOneEndpoint ? [] : [`under ${endpoint}`])];
    return [...words, `(${ratioText(ratio) ?? ''})`].join(' ');
  });
  return `at ${first?.level} against ${first?.baselineLevel} ${listText(each)}`;
}

/** How far the effects of some factors depend on each other. */
export function interactionSentence({ interaction }: InteractionFact): string {
  const { factors, metric, endpoint, ratio } = interaction;
  const changes = factors.map(
    ({ factor, level, baselineLevel }) => `${factor} (${level} vs ${baselineLevel})`,
  );
  const [first = '', ...others] = changes;
  const last = factors.at(-1);
  const where = `the ${METRIC_NAMES[metric]}${endpoint === null ? '' : ` under ${endpoint}`}`;
  const multiple = multipleText(ratio) ?? '';
  return others.length === 1
    ? `The effect of ${first} on ${where} depends on ${last?.factor}: with ${last?.level} it is ${multiple} ` +
        `what it is with ${last?.baselineLevel}.`
    : `The effects of ${listText(changes)} on ${where} depend on each other: together they make ${multiple} ` +
        'what two at a time would lead one to expect.';
}

export const moreInteractionsSentence = ({ count }: MoreInteractionsFact): string =>
  `${countedNoun(count, 'more interaction')} of factors ${count === 1 ? 'is' : 'are'} certain, and smaller: --json has all.`;
