import type {
  ErrorResponsesFact,
  Fact,
  FactorEffectFact,
  InvalidLeftOutFact,
  LateLeftOutFact,
  NearTimeoutFact,
  NothingCompletedFact,
  PublishedCountsFact,
  WindowGapFact,
} from './facts/fact.ts';
import {
  biasText,
  conditionText,
  countedNoun,
  countsByKindText,
  countText,
  listText,
  percentBoundText,
  percentText,
  rangeText,
  rateText,
  timeText,
  underText,
} from './figure-text.ts';
import { factorVerdictSentence, interactionSentence, moreInteractionsSentence } from './effect-sentences.ts';
import { limitStepsSentence, offeredLoadSentence } from './limit-sentences.ts';
import { unexplainedSentence } from './prediction-sentences.ts';
import type { PublishedFigures } from './published-figures.ts';
import { countOf, sumStatusCodes } from '../samples/status-errors.ts';
import { NOTHING_PERCENT } from '../diagnosis/threshold.ts';

/** Late cases beyond these are counted, not spelt out: the table has them all. */
const CASES_SPELT_OUT = 2;

/** Puts a fact in words, with its figures. */
export function conclusionSentence(fact: Fact): string {
  switch (fact.kind) {
    case 'nothingCompleted':
      return nothingCompletedSentence(fact);
    case 'invalidLeftOut':
      return invalidLeftOutSentence(fact);
    case 'errorResponses':
      return errorResponsesSentence(fact);
    case 'publishedCounts':
      return publishedCountsSentence(fact);
    case 'offeredLoad':
      return offeredLoadSentence(fact);
    case 'limitSteps':
      return limitStepsSentence(fact);
    case 'factorEffect':
      return factorEffectSentence(fact);
    case 'factorVerdict':
      return factorVerdictSentence(fact);
    case 'interaction':
      return interactionSentence(fact);
    case 'moreInteractions':
      return moreInteractionsSentence(fact);
    case 'windowGap':
      return windowGapSentence(fact);
    case 'nearTimeout':
      return nearTimeoutSentence(fact);
    case 'lateLeftOut':
      return lateLeftOutSentence(fact);
    case 'unexplained':
      return unexplainedSentence(fact);
  }
}

function nothingCompletedSentence(fact: NothingCompletedFact): string {
  const failures = countsByKindText(fact.failed);
  const ends = [
    ...(failures === '' ? [] : [`failed: ${failures}`]),
    ...(fact.timedOut > 0 ? [`${countText(fact.timedOut)} timed out`] : []),
    ...(fact.inFlightAtEnd ? [`${countText(fact.inFlightAtEnd)} in flight at the end`] : []),
  ];
  const isEverywhere = fact.conditions.length === fact.measured;
  const conditions = fact.conditions.map((condition) => conditionText(condition)).join('; ');
  const where = isEverywhere ? 'in any condition measured' : `for ${conditions}`;
  const none = fact.inFlightAtEnd === null ? 'the load generator says no more' : 'none was started';
  return `No request completed ${where} (${ends.length === 0 ? none : ends.join('; ')}).`;
}

function invalidLeftOutSentence({ invalid, measured }: InvalidLeftOutFact): string {
  if (invalid === measured)
    return `No conclusion is drawn from the figures: no trial measured (${countText(measured)}) is valid.`;
  const verb = invalid === 1 ? 'is' : 'are';
  return `${countText(invalid)} of ${countedNoun(measured, 'trial')} ${verb} invalid and left out of what follows.`;
}

function errorResponsesSentence({ cases }: ErrorResponsesFact): string {
  const spelt = cases
    .slice(0, CASES_SPELT_OUT)
    .map(
      ({ condition, completed, ...of }) =>
        `${statusesText(of)} of the ${countText(completed)} for ${conditionText(condition)}`,
    );
  const others = cases.slice(CASES_SPELT_OUT);
  const ofOthers = {
    errors: others.reduce((sum, { errors }) => sum + errors, 0),
    statuses: sumStatusCodes(others.map(({ statuses }) => statuses)),
  };
  const rest =
    others.length > 0 ? `; ${statusesText(ofOthers)} in ${countedNoun(others.length, 'more condition')}` : '';
  return `Some responses were errors (a status of 400 or above): ${spelt.join('; ')}${rest}.`;
}

/** `29 with status 503 and 1 with status 404`, the most frequent first. */
function statusesText({
  errors,
  statuses,
}: Pick<ErrorResponsesFact['cases'][number], 'errors' | 'statuses'>): string {
  const byCount = Object.entries(statuses).toSorted(([, one], [, other]) => other - one);
  const unknown = errors - countOf(statuses);
  return listText([
    ...byCount.map(([status, count]) => `${countText(count)} with status ${status}`),
    ...(unknown > 0 ? [`${countText(unknown)} with an unknown status`] : []),
  ]);
}

function publishedCountsSentence(fact: PublishedCountsFact): string {
  const { equal, compared, trials, furthest } = fact;
  const hasReplicates = trials.compared > compared;
  if (furthest !== null)
    return (
      `${countText(equal)} of ${countedNoun(compared, 'condition')} completed as many requests as was published` +
      `${hasReplicates ? ' (in the median of their trials)' : ''}; ` +
      `furthest from it is ${conditionText(furthest.condition)} with ${countText(furthest.completed)} ` +
      `(published: ${countText(furthest.published)}).`
    );
  const all =
    compared === 1 ? 'The one condition compared' : `All ${countText(compared)} conditions compared`;
  if (trials.equal === trials.compared)
    return (
      `${all} completed exactly as many requests as was published` +
      `${hasReplicates ? `, in each of their ${countText(trials.compared)} valid trials` : ''}.`
    );
  return (
    `${all} completed as many requests as was published in the median of their valid trials; ` +
    `${countText(trials.compared - trials.equal)} of those ${countText(trials.compared)} trials did not.`
  );
}

function factorEffectSentence(fact: FactorEffectFact): string {
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

function windowGapSentence(fact: WindowGapFact): string {
  const groups = fact.groups.map(
    ({ observedPerSecond, steadyPerSecond, belowPercent, conditions }) =>
      `${rangeText(observedPerSecond, rateText)} against ${rangeText(steadyPerSecond, rateText)}, ` +
      `${rangeText(belowPercent, biasText)} less, in ${countedNoun(conditions, 'condition')}`,
  );
  const start = `The throughput observed is below the steady state (${listText(groups)})`;
  const inFlight = rangeText(fact.inFlightAtEnd, countText);
  if (!fact.isInFlight) {
    const missing = rangeText(fact.missing, (requests) => countText(Math.round(requests)));
    return (
      `${start}, by ${missing} requests over the window: more than the ${inFlight} in flight at its end, ` +
      'so the end of the window alone does not explain it.'
    );
  }
  if (fact.wholeHolds === null)
    return `${start} because the window ended before the ${inFlight} requests in flight at its end did.`;
  const { durationMs, holdMs, count } = fact.wholeHolds;
  return (
    `${start} because the window ended before the last batch could: ${inFlight} requests were in flight at ` +
    `the end, and the duration is a whole number of holds (${timeText(durationMs)} = ${count} × ${timeText(holdMs)}).`
  );
}

function nearTimeoutSentence({ withinPercent, cases }: NearTimeoutFact): string {
  const spelt = cases
    .slice(0, CASES_SPELT_OUT)
    .map(
      ({ condition, timeoutMs, completed, near, late }) =>
        `for ${conditionText(condition)} ${countText(near)} of the ${countText(completed)} came within ` +
        `${percentText(withinPercent)} of the time-out (${timeText(timeoutMs)}), and ${countText(late)} were late`,
    );
  const more = cases.length - spelt.length;
  const rest = more > 0 ? `; and so in ${countedNoun(more, 'more condition')}` : '';
  return `Milliseconds decide how many responses are late: ${spelt.join('; ')}${rest}.`;
}

function lateLeftOutSentence({ timeoutMs, cases }: LateLeftOutFact): string {
  const spelt = cases.slice(0, CASES_SPELT_OUT).map(lateCaseText);
  const more = cases.length - spelt.length;
  const rest = more > 0 ? `; and so in ${countedNoun(more, 'more condition')}` : '';
  return (
    `wrk's mean leaves out responses at or after the time-out (${rangeText(timeoutMs, timeText)}): ` +
    `${spelt.join('; ')}${rest}.`
  );
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
