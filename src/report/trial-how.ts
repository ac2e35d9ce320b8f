import type { TrialRecord } from '../samples/trial-record.ts';
import { listText, percentText } from './figure-text.ts';
import { generatorDetail, machineDetails, type Detail } from './measured-how.ts';
import { observationDetails } from './trial-process-table.ts';
import { trialLines, type TrialLine } from './trial-lines.ts';
import { loadSentence } from './trial-load-text.ts';

/** What was said under one topic, with what goes on from a line put after it. */
export function topicDetails(trial: TrialRecord, topic: TrialLine['topic']): Detail[] {
  const details: Detail[] = [];
  for (const { label, text } of trialLines(trial).filter((line) => line.topic === topic)) {
    const before = label === '' ? details.pop() : undefined;
    details.push(before === undefined ? [label, text] : [before[0], `${before[1]}. ${text}`]);
  }
  return details;
}

/** How a trial was measured: load, generator, machine, and whether it counts. */
export function trialHow(trial: TrialRecord): Detail[] {
  return [
    ['Validity', trial.validity.valid ? 'valid' : `INVALID: ${trial.validity.reasons.join('; ')}`],
    ['Requests to', trial.load.url],
    ['Load', loadSentence(trial)],
    ...topicDetails(trial, 'throughput').slice(1),
    generatorDetail([trial]),
    ...generatorUse(trial),
    ...topicDetails(trial, 'generator').map(([term, text]): Detail => [
      term === 'Generator' ? 'Mind' : term,
      text,
    ]),
    ...(trial.observation === null ? [] : observationDetails(trial.observation)),
    ...machineDetails([trial], trial),
    ['Loadstone', trial.environment.loadstoneVersion],
  ];
}

/** How busy the threads of the generator were, where that was seen. */
function generatorUse({ generator: { threads } }: TrialRecord): Detail[] {
  if (threads.length === 0) return [];
  const shares = threads.map(({ busyShare }) => percentText(busyShare * 100));
  return [['Its threads', `busy for ${listText(shares)} of the window`]];
}
