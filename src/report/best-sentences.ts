import type { Condition } from '../plan/plan.ts';
import { conditionSetText } from './condition-set.ts';
import { multipleText } from './estimate-text.ts';
import type { Fastest, Speed } from './fastest.ts';
import { rangeOf, rangeText, rateText, timeText } from './figure-text.ts';
import { sentenceCase } from './sentence-case.ts';

/** What is known of the fastest beside how fast they are. */
export interface Reached {
  /** The load asks for no more, so that they may be able to do more. */
  readonly isAsked: boolean;
  /** Nothing that was measured is left out. */
  readonly isAllValid: boolean;
}

/** Which configuration is fastest, how much faster than the slowest, and whether it could do more. */
export function bestSentences(found: Fastest, { isAsked, isAllValid }: Reached): string {
  const asked = isAsked ? ` ${askedSentence(found)}` : '';
  return `${fastestSentences(found, isAllValid)}${asked}`;
}

function fastestSentences(found: Fastest, isAllValid: boolean): string {
  const { best, worst, all, failing } = found;
  const [most, least] = [meanSpeed(best), meanSpeed(worst)];
  const multiple = least > 0 ? multipleText({ estimate: most / least, low: null, high: null }) : null;
  const against = multiple === null ? 'against' : `${multiple} as much as`;
  return [
    reachedSentence(found, isAllValid),
    ...(worst.length === 0
      ? []
      : [`That is ${against} the slowest, ${setText(worst, all)} (${speedText(worst)}).`]),
    ...(failing.length === 0
      ? []
      : [`Not compared, as most of its responses are errors: ${setText(failing, all)}.`]),
  ].join(' ');
}

function reachedSentence({ best, worst, all, failing }: Fastest, isAllValid: boolean): string {
  const reached = `${speedText(best)}${medianText(best)}.`;
  if (all.length === 1)
    return `The one condition ${isAllValid ? 'measured' : 'with a valid trial'} reaches ${reached}`;
  if (best.length === 1) return `${sentenceCase(setText(best, all))}: ${reached}`;
  if (worst.length === 0 && failing.length === 0)
    return `No configuration is faster than another: all reach ${reached}`;
  return `No single one. Equally fast are ${setText(best, all)}: ${reached}`;
}

const askedSentence = ({ best }: Fastest): string =>
  best.length === 1
    ? 'The fastest does all that the load asks for, so what more it can do is not shown.'
    : 'The fastest do all that the load asks for, so which of them could do more is not shown.';

const setText = (speeds: readonly Speed[], all: readonly Condition[]): string =>
  conditionSetText(
    speeds.map(({ condition }) => condition),
    all,
  );

const speedText = (speeds: readonly Speed[]): string =>
  rangeText(rangeOf(speeds.map(({ perSecond }) => perSecond)), rateText);

const meanSpeed = (speeds: readonly Speed[]): number =>
  speeds.reduce((sum, { perSecond }) => sum + perSecond, 0) / speeds.length;

function medianText(speeds: readonly Speed[]): string {
  const medians = speeds.flatMap(({ p50Ms }) => p50Ms ?? []);
  return medians.length === 0
    ? ''
    : `, with a median response time of ${rangeText(rangeOf(medians), timeText)}`;
}
