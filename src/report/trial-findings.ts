import { isTrouble } from '../diagnosis/finding.ts';
import type { Diagnosis, Finding } from '../samples/diagnosis.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { confidenceText, leadText } from './ceiling-sentences.ts';
import { evidencePhrases } from './evidence-text.ts';
import { unexplainedTrials } from './facts/unexplained.ts';
import { findingClause } from './finding-sentences.ts';
import { unexplainedSentence } from './prediction-sentences.ts';
import { remedyText } from './remedy-text.ts';
import type { RunFinding } from './run-findings.ts';
import { sentenceCase } from './sentence-case.ts';

/** What one trial shows: its ceiling, and what else is the matter with it. */
export function trialFindings(trial: TrialRecord, { findings }: Diagnosis): RunFinding[] {
  const [ceiling, ...others] = findings;
  return [
    ...(ceiling === undefined ? [] : [asToldFinding(ceiling, 'limits')]),
    ...others.filter(isTrouble).map((finding) => asToldFinding(finding, 'trouble')),
    ...unexplainedFindings(trial),
  ];
}

const asToldFinding = (finding: Finding, topic: RunFinding['topic']): RunFinding => ({
  topic,
  statement: `${sentenceCase(findingClause([finding]))} [${confidenceText(finding)}].`,
  evidence: [
    ...evidencePhrases([finding], ['proves', 'for']),
    ...evidencePhrases([finding], ['against']).map((phrase) => `against it: ${phrase}`),
  ],
  remedy: changeText(finding),
});

/** What would lift a ceiling, or show what it is; null where nothing is known. */
export function changeText(finding: Finding): string | null {
  const remedy = remedyText(finding);
  if (remedy === '') return null;
  return isTrouble(finding) ? `${sentenceCase(remedy)}.` : `${leadText(finding)}: ${remedy}.`;
}

function unexplainedFindings(trial: TrialRecord): RunFinding[] {
  const cases = unexplainedTrials([trial], { isReplicated: false });
  if (cases.length === 0) return [];
  const statement = unexplainedSentence({ kind: 'unexplained', predicted: 1, cases });
  return [{ topic: 'trouble', statement, evidence: [], remedy: null }];
}
