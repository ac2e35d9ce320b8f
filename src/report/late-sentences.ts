import type { LateLeftOutFact } from './facts/late-responses.ts';
import type { NearTimeoutFact } from './facts/near-timeout.ts';
import { conditionText, countedNoun, countText, percentText, rangeText, timeText } from './figure-text.ts';
import type { PublishedFigures } from './published-figures.ts';
import { speltOut } from './spelt-out.ts';

export function nearTimeoutSentence({ withinPercent, cases }: NearTimeoutFact): string {
  const spelt = speltOut(
    cases,
    ({ condition, timeoutMs, completed, near, late }) =>
      `for ${conditionText(condition)} ${countText(near)} of the ${countText(completed)} came within ` +
      `${percentText(withinPercent)} of the time-out (${timeText(timeoutMs)}), and ${countText(late)} were late`,
    andSoInOthers,
  );
  return `Milliseconds decide how many responses are late: ${spelt}.`;
}

export function lateLeftOutSentence({ timeoutMs, cases }: LateLeftOutFact): string {
  const spelt = speltOut(cases, lateCaseText, andSoInOthers);
  return `wrk's mean leaves out responses at or after the time-out (${rangeText(timeoutMs, timeText)}): ${spelt}.`;
}

function lateCaseText({ condition, completed, late, ...of }: LateLeftOutFact['cases'][number]): string {
  const without =
    of.onTimeMeanMs === null
      ? `none is left without the ${countText(late)} late ones`
      : `${timeText(of.onTimeMeanMs)} without the ${countText(late)} late ones`;
  const published = of.published === null ? '' : ` (published: ${publishedMeanText(of.published)})`;
  return (
    `for ${conditionText(condition)} the mean is ${timeText(of.meanMs)} over all ${countText(completed)} ` +
    `and ${without}${published}`
  );
}

function publishedMeanText({ meanMs, late }: PublishedFigures): string {
  return `${timeText(meanMs)}${late === 0 ? ', none late' : ` without ${countText(late)}`}`;
}

const andSoInOthers = (others: readonly unknown[]): string =>
  `and so in ${countedNoun(others.length, 'more condition')}`;
