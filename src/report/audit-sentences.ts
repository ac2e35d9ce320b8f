import type { Bias, Check, CheckFigure, Law } from '../audit/check.ts';
import type { StatedResult } from '../audit/stated-result.ts';
import { figureOf, figureWords, findFigure, preciseFigure, shareText, valueOf } from './audit-figures.ts';
import { countText, listText } from './figure-text.ts';

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

/** What a check found, in words, with its figures; of one that cannot tell, what it would take. */
export function checkSentences(check: Check, result: StatedResult): string {
  const bias = check.bias === null ? [] : [biasSentence(check, check.bias, result)];
  switch (check.state) {
    case 'broken':
      return [brokenSentence(check), ...bias].join(' ');
    case 'cannotTell':
      return `${knownPart(check)}${listText(check.missing)}`;
    case 'holds':
      return bias.join(' ');
  }
}

/** What is known of the connections' time where it cannot be judged. */
function knownPart(check: Check): string {
  const isAccount = check.law === 'connectionTime' && findFigure(check, 'printedShare') !== undefined;
  return isAccount ? `${accountText(check)}; ` : '';
}

function brokenSentence(check: Check): string {
  const of = (name: string): string => figureOf(check, name);
  switch (check.finding) {
    case 'moreThanThereIs':
      return `${accountText(check)}${besidesText(check)}, more than there is. The figures are not of the same requests, or several were in flight on a connection.`;
    case 'lateLeftOut':
      return lateText(check);
    case 'unexplained':
      return `${accountText(check)}: ${of('printedMissing')} is missing. Requests in flight at the end, one a connection and none older than the longest response, explain ${shareText(valueOf(check, 'inFlightAtMost') / valueOf(check, 'available'))} at most. The rest is in no figure: connections paused, hung or were not open, or what they did is not counted.`;
    case 'fasterThanTheLoop':
      return `${of('connections')} that wait ${of('cycle')} for each response make ${of('law')} at most, and there were ${of('observed')}.`;
    case 'doesNotDivide':
      return `${of('numerator')} ÷ ${of('denominator')} is ${preciseFigure(check, 'computed')}, and ${preciseFigure(check, 'stated')} is stated, which is further off than rounding goes.`;
    case 'outOfOrder':
      return `${pairsText(check.figures)}.`;
    case 'deviationTooLarge':
      return `values up to ${of('max')} with a mean of ${of('mean')} deviate by ${of('largestStdev')} at most, and ${of('stdev')} is stated.`;
    case 'medianTooFar':
      return `the median (${of('p50')}) is further from the mean (${of('mean')}) than the standard deviation (${of('stdev')}), which no values are.`;
    case 'meanOutsideQuantiles':
      return `by its quantiles the mean lies between ${of('meanLeast')} and ${of('meanMost')}, and ${of('mean')} is stated.`;
    case 'figuresOfNothing':
      return `no response was timed, and a response time of ${of('stated')} is stated all the same: it is a figure of nothing.`;
    case 'quantilesOfSurvivors':
      return `${of('late')} of ${of('completed')} were late and are in no quantile, and took longer than all that are. ${listText(quantileTexts(check))} should be at least ${of('lateLeast')}.`;
    case 'doesNotBalance':
      return `${of('begun')} were begun, and what became of them is ${of('completed')} completed, ${of('timedOut')} timed out, ${of('failed')} failed and ${of('inFlightAtEnd')} in flight at the end${findFigure(check, 'inFlightAtEnd')?.least === 0 ? ', at most' : ''}.`;
    case 'countsDiffer':
      return `${listText(check.figures.map((figure) => `${figureWords(figure)} by ${figure.name}`))}: these count the same requests.`;
    case null:
      return '';
  }
}

function accountText(check: Check): string {
  const of = (name: string): string => figureOf(check, name);
  return `${of('completed')} × ${of('mean')} is ${of('printedShare')} of the ${of('connections')} × ${of('duration')}`;
}

function lateText(check: Check): string {
  const of = (name: string): string => figureOf(check, name);
  const onTime = countText(valueOf(check, 'completed') - valueOf(check, 'late'));
  return `${accountText(check)}: ${of('printedMissing')} is missing. The mean leaves out the ${of('late')} late responses that are among the ${of('completed')}. Recounted, ${onTime} × ${of('mean')} + ${of('late')} × at least ${of('lateLeast')} is at least ${of('recountedShare')}.`;
}

const endText = ({ mayEndIdle }: StatedResult): string =>
  mayEndIdle
    ? 'was in flight at the end, or idle with no more to send, and is in no count'
    : 'was in flight at the end, or between two requests, and is in no count';

/** A figure that misleads without being wrong. */
function biasSentence(check: Check, bias: Bias, result: StatedResult): string {
  const of = (name: string): string => figureOf(check, name);
  const size = bias.percent === null ? '' : shareText(bias.percent / 100);
  const atMost = bias.bound === 'atMost' ? ' at most' : '';
  switch (bias.kind) {
    case 'inFlightAtEnd':
      return check.state === 'broken'
        ? `The other ${size} at most was in flight at the end, or is how much longer they took.`
        : `${accountText(check)}${besidesText(check)}; ${size}${atMost} ${endText(result)}.`;
    case 'betweenRequests':
      return `${accountText(check)}${besidesText(check)}; the other ${size} passed between a response and the next request: the generator was short of time, or paused.`;
    case 'throughputTooLow':
      return bias.bound === 'atMost'
        ? `${of('claimed')} is claimed, where ${of('connections')} ÷ at least ${of('cycle')}, the late ones included, is ${of('law')} at most: −${size}${atMost}.`
        : `${of('claimed')} is claimed, where ${of('connections')} ÷ ${of('cycle')} is ${of('law')}: −${size}. ${cutBatchText(result)}`;
    case 'rateOverLess':
      return `the rate is over ${of('denominator')}, ${size} less than the whole duration.`;
    case 'unansweredInRate':
      return `${size} of the requests that ${of('stated')} counts had no response.`;
    case 'unansweredNotInLatency':
      return `${size} of the requests were late or given up, and are in no response time: the longest ones are longer than stated.`;
    case 'unansweredInLatency':
      return `${size} of the response times are of requests without a response: how long it took to fail.`;
    case 'maximumIsTimeout':
      return `the longest response time (${of('max')}) is the time-out: how long it would have been is not known.`;
  }
}

const cutBatchText = ({ mayEndIdle }: StatedResult): string =>
  mayEndIdle
    ? 'Connections were idle at the end, or a batch in flight that is in no count.'
    : 'The window ended within a batch, and what was in flight is in no count.';

/** What else of their time is accounted for. */
function besidesText(check: Check): string {
  const late = valueOf(check, 'late');
  const [timedOut, think] = [valueOf(check, 'timedOut'), valueOf(check, 'thinkTime')];
  const besides = [
    ...(late === 0
      ? []
      : [`the ${countText(late)} late ones at ${figureOf(check, 'lateLeast')} or more each`]),
    ...(timedOut === 0 ? [] : [`the ${countText(timedOut)} that were given up`]),
    ...(think === 0 ? [] : [`the think time of ${figureOf(check, 'thinkTime')}`]),
  ];
  return besides.length === 0 ? '' : `, and with ${listText(besides)} ${figureOf(check, 'recountedShare')}`;
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
