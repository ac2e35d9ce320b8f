import type { PredictedFigures } from '../samples/prediction.ts';
import type { UnexplainedFact, UnexplainedTrial } from './facts/unexplained.ts';
import {
  conditionText,
  countedNoun,
  countText,
  listText,
  rangeText,
  rateText,
  timeText,
} from './figure-text.ts';

/** Trials beyond these are counted, not spelt out. */
const CASES_SPELT_OUT = 3;

const FIGURE_TEXTS: Readonly<Record<keyof PredictedFigures, (value: number) => string>> = {
  completed: (value) => `${countText(Math.round(value))} completed`,
  steadyPerSecond: (value) => `a steady ${rateText(value)}`,
  p50Ms: (value) => `a p50 of ${timeText(value)}`,
  p99Ms: (value) => `a p99 of ${timeText(value)}`,
  meanMs: (value) => `a mean of ${timeText(value)}`,
};

const BARE_TEXTS: Readonly<Record<keyof PredictedFigures, (value: number) => string>> = {
  completed: (value) => countText(Math.round(value)),
  steadyPerSecond: rateText,
  p50Ms: timeText,
  p99Ms: timeText,
  meanMs: timeText,
};

/** Which trials the model cannot explain, by which figure, and whether the spread of the connections does. */
export function unexplainedSentence({ predicted, cases }: UnexplainedFact): string {
  const spelt = cases.slice(0, CASES_SPELT_OUT).map(caseText);
  const more = cases.length - spelt.length;
  const rest = more > 0 ? `; and so with ${countedNoun(more, 'more trial')}` : '';
  const which =
    predicted === 1 ? 'this trial' : `${countText(cases.length)} of ${countedNoun(predicted, 'trial')}`;
  return `The model cannot explain ${which}: ${spelt.join('; ')}${rest}.`;
}

function caseText(one: UnexplainedTrial): string {
  const replicate = one.isReplicated ? ` (replicate ${countText(one.replicate)})` : '';
  const range = rangeText(one, BARE_TEXTS[one.figure]);
  const expected = `${range} ${one.least === one.most ? 'was' : 'were'} expected, with up to ${timeText(one.allowedOverheadMs)} of overhead a request`;
  return `for ${conditionText(one.condition)}${replicate} ${FIGURE_TEXTS[one.figure](one.measured)}, where ${expected}${afterwardsText(one)}`;
}

function afterwardsText({ figure, afterwards }: UnexplainedTrial): string {
  if (afterwards === null) return '';
  const { connectionsByWorker, explains } = afterwards;
  const range = rangeText(afterwards, BARE_TEXTS[figure]);
  const spread = `its workers had ${listText(connectionsByWorker.map(countText))} connections`;
  return explains
    ? ` (${spread}, and with those the model expects ${range}: the spread explains it)`
    : ` (${spread}, and even with those the model expects ${range})`;
}
