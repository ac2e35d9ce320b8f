import { countOf, sumStatusCodes } from '../samples/status-errors.ts';
import type { ErrorResponsesFact } from './facts/error-responses.ts';
import type { InvalidLeftOutFact, NothingCompletedFact, PublishedCountsFact } from './facts/outcomes.ts';
import { conditionText, countedNoun, countsByKindText, countText, listText } from './figure-text.ts';
import { speltOut } from './spelt-out.ts';

export function nothingCompletedSentence(fact: NothingCompletedFact): string {
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

export function invalidLeftOutSentence({ invalid, measured }: InvalidLeftOutFact): string {
  if (invalid === measured)
    return `No conclusion is drawn from the figures: no trial measured (${countText(measured)}) is valid.`;
  const verb = invalid === 1 ? 'is' : 'are';
  return `${countText(invalid)} of ${countedNoun(measured, 'trial')} ${verb} invalid and left out of what follows.`;
}

export function errorResponsesSentence({ cases }: ErrorResponsesFact): string {
  const spelt = speltOut(
    cases,
    ({ condition, completed, ...of }) =>
      `${statusesText(of)} of the ${countText(completed)} for ${conditionText(condition)}`,
    (others) => {
      const ofOthers = {
        errors: others.reduce((sum, { errors }) => sum + errors, 0),
        statuses: sumStatusCodes(others.map(({ statuses }) => statuses)),
      };
      return `${statusesText(ofOthers)} in ${countedNoun(others.length, 'more condition')}`;
    },
  );
  return `Some responses were errors (a status of 400 or above): ${spelt}.`;
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

export function publishedCountsSentence(fact: PublishedCountsFact): string {
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
