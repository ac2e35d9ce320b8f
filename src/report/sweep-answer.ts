import type { EndpointSweep, RateSweep, SweepRecord } from '../queueing/sweep-record.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { Answer } from './answer-parts.ts';
import { countedNoun, countText } from './figure-text.ts';
import { TO_SERVE } from './reported-sweep.ts';
import { sentenceCase } from './sentence-case.ts';
import { configurationsText, rateSentence, sweepSentences } from './sweep-sentences.ts';

/** More endpoints than these are in the findings only. */
const MOST_ENDPOINTS = 4;

/** What somebody who reads no further should know of a sweep. */
export function sweepAnswer({ endpoints, rates, state }: SweepRecord, stored: StoredRun): Answer {
  const shown = endpoints.slice(0, MOST_ENDPOINTS);
  const hidden = endpoints.length + rates.length - MOST_ENDPOINTS;
  const more = hidden > 0 ? [`${sentenceCase(countedNoun(hidden, 'more endpoint'))} below.`] : [];
  const all = (sentences: readonly string[]): string => [...sentences, ...more].join(' ');
  const certainty = certaintyText({ endpoints, rates, state }, stored);
  if (endpoints.length === 0)
    return {
      question: 'What it takes',
      best: all(rates.slice(0, MOST_ENDPOINTS).map(rateText)),
      limit: 'A search for the highest rate does not ask what limits it.',
      change: 'To learn what holds the server, and what would lift it, sweep connections: leave --rate out.',
      certainty,
    };
  return {
    question: 'What it serves',
    best: all(shown.map(capabilityText)),
    limit: all(shown.map(limitText)),
    change: all(shown.map(changeText)),
    certainty,
  };
}

const rateText = ({ endpoint, highestPerSecond }: RateSweep): string =>
  `${endpoint}: ${rateSentence(highestPerSecond)}`;

const capabilityText = (sweep: EndpointSweep): string => {
  const [first = ''] = sweepSentences({ ...sweep, toServe: null, capacity: null });
  return `${sweep.endpoint}: ${first}`;
};

function limitText(sweep: EndpointSweep): string {
  const { endpoint, ceiling, reason, slots } = sweep;
  const because = reason.replace(/\.$/, '');
  const count = slots?.estimate == null ? null : Math.round(slots.estimate);
  switch (ceiling) {
    case 'slots':
      return `${endpoint}: its ${count === null ? 'slots' : countedNoun(count, 'slot')}, each with room for one request at a time: ${because}.`;
    case 'blockedLoop':
      return `${endpoint}: its handler blocks the event loop, so that a worker serves one request at a time.`;
    case 'cpu':
      return `${endpoint}: the processors: ${because}.`;
    case 'contention':
      return `${endpoint}: what only one request can do at a time: ${because}.`;
    case 'none':
      return `${endpoint}: nothing that was reached; it serves all that is asked of it.`;
    case 'undetermined':
      return `${endpoint}: it cannot be told: ${because}.`;
  }
}

/** What would let it serve more at once. */
function changeText(sweep: EndpointSweep): string {
  const { endpoint, ceiling, toServe } = sweep;
  if (toServe !== null)
    return `${endpoint}: to serve ${countText(toServe.connections)} at once, ${configurationsText(toServe.configurations)}.`;
  switch (ceiling) {
    case 'slots':
      return `${endpoint}: nothing for up to ${countText(TO_SERVE)} at once; for more than it serves now, more workers, or more slots a worker.`;
    case 'blockedLoop':
      return `${endpoint}: let the handler wait without blocking its loop, or start more workers.`;
    case 'cpu':
      return `${endpoint}: more processors, or less work for a request.`;
    case 'contention':
      return `${endpoint}: less work that only one request can do at a time, such as under a lock.`;
    case 'none':
      return `${endpoint}: nothing; a higher --connections-max would look further for its ceiling.`;
    case 'undetermined':
      return `${endpoint}: nothing is known to help; more --time may tell.`;
  }
}

function certaintyText(
  { endpoints, rates, state }: Pick<SweepRecord, 'endpoints' | 'rates' | 'state'>,
  { trials, run }: StoredRun,
): string {
  const notes = endpoints.flatMap((sweep) => sweep.notes);
  const parts = [
    `${countedNoun(trials.length, 'trial')} of ${countedNoun(endpoints.length + rates.length, 'endpoint')}, each level chosen by what those before it had shown; brackets are ${endpoints.length > 0 ? '95 % intervals' : 'the rates between which it lies'}`,
    ...(state === 'interrupted' ? ['it was interrupted: this is what the trials until then say'] : []),
    ...(run.failedTrials.length === 0
      ? []
      : [`${countedNoun(run.failedTrials.length, 'trial')} could not be measured`]),
    ...[...new Set(notes)].map((note) => note.replace(/\.$/, '')),
  ];
  return `${sentenceCase(parts.join('; '))}.`;
}
