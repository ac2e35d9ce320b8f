import type { Bias, Check, CheckFigure, Law } from '../audit/check.ts';
import { countText, figureText, listText, rateText, timeText } from './figure-text.ts';

/** What each law is called. */
export const LAW_NAMES: Readonly<Record<Law, string>> = {
  connectionTime: "connection time (Little's law)",
  responseTime: 'response time law of the closed loop',
  throughput: 'requests ÷ duration',
  goodput: 'successes ÷ duration',
  bytesPerSecond: 'bytes ÷ duration',
  bytesPerResponse: 'bytes ÷ requests',
  meanFromTotal: 'total time ÷ requests',
  successShare: 'successes ÷ requests',
  failedShare: 'failures ÷ requests',
  oneWindow: 'one duration for all rates',
  conservation: 'requests begun and ended',
  sameCounts: 'equal counts',
  emptySample: 'a response behind each figure',
  order: 'order of the quantiles',
  spread: 'standard deviation',
  meanAndQuantiles: 'mean between the quantiles',
  tail: 'longest response times',
};

/** What a check found, in words, with its figures. */
export function checkSentences(check: Check): string[] {
  switch (check.state) {
    case 'broken':
      return [brokenSentence(check), ...(check.bias === null ? [] : [biasSentence(check, check.bias)])];
    case 'cannotTell':
      return [missingSentence(check)];
    case 'holds':
      return check.bias === null ? [] : [biasSentence(check, check.bias)];
  }
}

function missingSentence(check: Check): string {
  const missing = `it would take ${listText(check.missing)}`;
  if (check.law !== 'connectionTime' || find(check, 'printedShare') === undefined) return missing;
  return `${accountText(check)}, and ${missing}`;
}

function brokenSentence(check: Check): string {
  switch (check.finding) {
    case 'moreThanThereIs':
      return `${accountText(check)}, more than there is. The figures are not of the same requests, or several were in flight on a connection.`;
    case 'lateLeftOut':
      return lateText(check);
    case 'unexplained':
      return `${accountText(check)}: ${shareText(check, 'printedMissing')} is missing. Requests in flight at the end, one a connection and none older than the longest response, explain ${percentOf(ratio(check, 'inFlightAtMost', 'available'))} at most. The rest is in no figure: connections paused or were not open, or what they did is not counted.`;
    case 'fasterThanTheLoop':
      return `${text(check, 'connections')} that wait ${text(check, 'meanOfAll')} for each response make ${text(check, 'law')} at most, and there were ${text(check, 'claimed')}.`;
    case 'doesNotDivide':
      return `${text(check, 'numerator')} ÷ ${text(check, 'denominator')} is ${text(check, 'computed')} (${rangeText(check, 'computed')} as the digits allow), and ${text(check, 'stated')} is stated.`;
    case 'outOfOrder':
      return `${pairsText(check.figures)}.`;
    case 'deviationTooLarge':
      return `values up to ${text(check, 'max')} with a mean of ${text(check, 'mean')} deviate by ${text(check, 'largestStdev')} at most, and ${text(check, 'stdev')} is stated.`;
    case 'medianTooFar':
      return `the median (${text(check, 'p50')}) is further from the mean (${text(check, 'mean')}) than the standard deviation (${text(check, 'stdev')}), which no values are.`;
    case 'meanOutsideQuantiles':
      return `by its quantiles the mean lies between ${text(check, 'meanLeast')} and ${text(check, 'meanMost')}, and ${text(check, 'mean')} is stated.`;
    case 'figuresOfNothing':
      return `no response was timed, and a mean of ${text(check, 'mean')} is stated all the same: it is the mean of nothing.`;
    case 'quantilesOfSurvivors':
      return `${text(check, 'late')} of ${text(check, 'completed')} were late and are in no quantile, and took longer than all that are. So ${listText(quantileTexts(check))} ${quantileTexts(check).length === 1 ? 'is' : 'are'} too small: ${text(check, 'max')} is the least it can be.`;
    case 'doesNotBalance':
      return `${text(check, 'begun')} were begun, and what became of them is ${text(check, 'completed')} completed, ${text(check, 'timedOut')} timed out, ${text(check, 'failed')} failed and ${text(check, 'inFlightAtEnd')} in flight at the end.`;
    case 'countsDiffer':
      return `${listText(check.figures.map((figure) => `${figureWords(figure)} by ${figure.name}`))}: these count the same requests.`;
    case 'nothingCompleted':
    case null:
      return '';
  }
}

function accountText(check: Check): string {
  return `${text(check, 'completed')} × ${text(check, 'mean')} is ${shareText(check, 'printedShare')} of the ${text(check, 'connections')} × ${text(check, 'duration')}`;
}

function lateText(check: Check): string {
  const late = valueOf(check, 'late');
  const onTime = countText((valueOf(check, 'completed') ?? 0) - (late ?? 0));
  return `${accountText(check)}: ${shareText(check, 'printedMissing')} is missing. The mean leaves out the ${countText(late ?? 0)} late responses that are among the ${text(check, 'completed')}. Recounted, ${onTime} × ${text(check, 'mean')} + ${countText(late ?? 0)} × ${text(check, 'lateLeast')} (they took that long at least) is ${shareText(check, 'recountedShare')}.`;
}

/** A figure that misleads without being wrong. */
function biasSentence(check: Check, bias: Bias): string {
  const size = bias.percent === null ? '' : `${bias.percent.toFixed(1)} %`;
  const bound = bias.bound === 'atMost' ? ' at most' : bias.bound === 'atLeast' ? ' at least' : '';
  switch (bias.kind) {
    case 'inFlightAtEnd':
      if (check.state === 'broken')
        return `The other ${size} went into how much longer they took, and into what was in flight at the end.`;
      return bias.bound === 'atMost'
        ? `${accountText(check)}; ${size}${bound} was in flight at the end.`
        : `${accountText(check)}; ${size}${bound} was in flight at the end, and is in no figure.`;
    case 'betweenRequests':
      return `${accountText(check)}; the other ${size} passed between a response and the next request: the generator was short of time, or paused.`;
    case 'throughputTooLow':
      return bias.bound === 'atMost'
        ? `${text(check, 'claimed')} is claimed, where ${text(check, 'connections')} ÷ at least ${text(check, 'meanOfAll')}, the late ones included, is ${text(check, 'law')} at most: −${size}${bound}.`
        : `${text(check, 'claimed')} is claimed, where ${text(check, 'connections')} ÷ ${text(check, 'meanOfAll')} is ${text(check, 'law')}: −${size}. The window ended within a batch, and what was in flight then is in no count.`;
    case 'rateOverLess':
      return `the rate is over ${text(check, 'denominator')}, ${size} less than the whole duration.`;
    case 'unansweredInRate':
      return `${size} of the requests that ${text(check, 'stated')} counts had no response.`;
    case 'unansweredNotInLatency':
      return `${size} of the requests were late or given up, and are in no response time: the longest ones are longer than stated.`;
    case 'maximumIsTimeout':
      return `the longest response time (${text(check, 'max')}) is the time-out: how long it would have been is not known.`;
  }
}

const find = (check: Check, name: string): CheckFigure | undefined =>
  check.figures.find((figure) => figure.name === name);
const valueOf = (check: Check, name: string): number | undefined => find(check, name)?.value;

function text(check: Check, name: string): string {
  const found = find(check, name);
  return found === undefined ? '?' : figureWords(found);
}

function figureWords({ value, unit }: CheckFigure): string {
  return valueText(value, unit);
}

function valueText(value: number, unit: CheckFigure['unit']): string {
  switch (unit) {
    case 'ms':
      return timeText(value);
    case 'perSecond':
      return rateText(value);
    case 'share':
      return percentOf(value);
    case 'bytes':
      return `${figureText(value)} B`;
    case 'bytesPerSecond':
      return `${figureText(value)} B/s`;
    case 'connections':
      return `${countText(value)} connection${value === 1 ? '' : 's'}`;
    case 'requests':
      return countText(value);
  }
}

const percentOf = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** A share whose upper end is open is that at least; what is left of it, that at most. */
function shareText(check: Check, name: string): string {
  const found = find(check, name);
  if (found === undefined) return '?';
  const isLeast = found.most === null;
  return isLeast ? `at least ${percentOf(found.value)}` : percentOf(found.value);
}

function rangeText(check: Check, name: string): string {
  const found = find(check, name);
  if (found === undefined) return '?';
  const end = (value: number | null): string => (value === null ? 'more' : valueText(value, found.unit));
  return `${end(found.least)} to ${end(found.most)}`;
}

function ratio(check: Check, numerator: string, denominator: string): number {
  const below = valueOf(check, denominator) ?? 0;
  return below === 0 ? 0 : (valueOf(check, numerator) ?? 0) / below;
}

const quantileTexts = ({ figures }: Check): string[] =>
  figures.filter(({ name }) => /^p\d/.test(name)).map((figure) => `${figure.name} (${figureWords(figure)})`);

/** Figures in pairs of which the first should not be above the second. */
function pairsText(figures: readonly CheckFigure[]): string {
  const pairs = figures.flatMap((figure, index) => {
    const next = figures[index + 1];
    return index % 2 === 0 && next !== undefined ? [[figure, next] as const] : [];
  });
  const words = pairs.map(
    ([one, other]) => `${one.name} (${figureWords(one)}) is above ${other.name} (${figureWords(other)})`,
  );
  return listText(words);
}
