import type { WindowGapFact } from './facts/window-gaps.ts';
import { biasText, countedNoun, countText, listText, rangeText, rateText, timeText } from './figure-text.ts';

/** How far the throughput observed is below the steady state, and whether the end of the window explains it. */
export function windowGapSentence(fact: WindowGapFact): string {
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
