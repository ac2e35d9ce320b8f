import type { EndpointSweep, RateSweep, SweepRecord } from '../queueing/sweep-record.ts';
import { countText } from './figure-text.ts';
import type { RunFinding } from './run-finding.ts';
import { sentenceCase } from './sentence-case.ts';
import { sweepFindings } from './sweep-findings.ts';
import { configurationsText, modelsSentence, rateSentence, sweepSentences } from './sweep-sentences.ts';

/** What a sweep found, as the findings of a run. */
export const sweptFindings = ({ endpoints, rates }: SweepRecord): RunFinding[] => [
  ...endpoints.flatMap(endpointFindings),
  ...rates.map(rateFinding),
];

function endpointFindings(sweep: EndpointSweep): RunFinding[] {
  const { endpoint, toServe, notes } = sweep;
  const [statement = ''] = sweepSentences({ ...sweep, toServe: null, capacity: null });
  const plain = (topic: RunFinding['topic'], text: string): RunFinding => ({
    topic,
    statement: `${endpoint}: ${text}`,
    evidence: [],
    remedy: null,
  });
  return [
    {
      topic: 'limits',
      statement: `${endpoint}: ${statement}`,
      evidence: [sweep.reason, modelsSentence(sweep)].flatMap((text) => text?.replace(/\.$/, '') ?? []),
      remedy:
        toServe === null
          ? null
          : `To serve ${countText(toServe.connections)} at once: ${configurationsText(toServe.configurations)}.`,
    },
    ...sweepFindings(sweep).map((text) => plain('trouble', text)),
    ...notes.map((note) => plain('reading', `${sentenceCase(note).replace(/\.$/, '')}.`)),
  ];
}

const rateFinding = ({ endpoint, highestPerSecond }: RateSweep): RunFinding => ({
  topic: 'limits',
  statement: `${endpoint}: ${rateSentence(highestPerSecond)}`,
  evidence: [],
  remedy: null,
});
