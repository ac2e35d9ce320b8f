import type { Effect, Metric } from '../samples/effect.ts';
import type { FactorVerdictFact, InteractionFact, MoreInteractionsFact } from './facts/fact.ts';
import { multipleText, ratioText, shareText } from './estimate-text.ts';
import { countedNoun, listText } from './figure-text.ts';

const METRIC_NAMES: Readonly<Record<Metric, string>> = {
  steadyStatePerSecond: 'steady throughput',
  completedPerSecond: 'throughput',
  responseTimeMeanMs: 'mean response time',
  responseTimeP50Ms: 'median response time',
  responseTimeP99Ms: 'p99 of the response time',
};

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
