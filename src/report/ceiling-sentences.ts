import { isTrouble } from '../diagnosis/finding.ts';
import type { Confidence, Diagnosis, Finding } from '../samples/diagnosis.ts';
import { ceilingGroups, type CeilingGroup } from './ceiling-groups.ts';
import { evidenceText } from './evidence-text.ts';
import { countedNoun } from './figure-text.ts';
import { findingClause, type AlikeFindings } from './finding-sentences.ts';
import { remedyText } from './remedy-text.ts';

/** For each condition, or several that are alike, its ceiling, how sure that is, and what would lift it. */
export function ceilingSentences(diagnoses: readonly Diagnosis[]): string[] {
  return ceilingGroups(diagnoses).map(groupSentence);
}

function groupSentence({ diagnoses, where }: CeilingGroup): string {
  const [ceiling, ...others] = alikeFindings(diagnoses);
  if (ceiling === undefined) return '';
  const besides = others
    .filter(([first]) => isTrouble(first) && first.confidence.level !== 'low')
    .map(findingClause);
  const count = diagnoses.length > 1 ? ` (${countedNoun(diagnoses.length, 'condition')})` : '';
  const start = where === '' ? '' : `${where}${count}: `;
  const remedy = remedyText(ceiling[0]);
  return [
    `${start}${findingClause(ceiling)} [${confidenceText(ceiling[0])}].`,
    evidenceText(ceiling),
    ...(remedy === '' ? [] : [`${leadText(ceiling[0])}: ${remedy}.`]),
    ...(besides.length === 0 ? [] : [`Besides, ${besides.join('; ')}.`]),
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** What a remedy is for. */
export function leadText(finding: Finding): string {
  if (isTrouble(finding)) return 'What would lift it';
  return finding.kind === 'offeredLoad' ? 'To see what the server can do, ask for more' : 'To find out';
}

/** Place by place, as alike conditions have the same kinds in the same order. */
export function alikeFindings(diagnoses: readonly Diagnosis[]): AlikeFindings[] {
  const [first] = diagnoses;
  return (first?.findings ?? []).map((finding, place): AlikeFindings => [
    finding,
    ...diagnoses.slice(1).flatMap(({ findings }): Finding[] => findings.slice(place, place + 1)),
  ]);
}

/** `high confidence: 3 signs`, with what follows from what was counted. */
export function confidenceText({ kind, confidence }: Finding): string {
  if (kind === 'undetermined') return 'no finding';
  return `${confidence.level} confidence: ${countsText(confidence)}`;
}

function countsText({ proofs, signs, against, unseen }: Confidence): string {
  const parts = [
    ...(proofs > 0 ? [countedNoun(proofs, 'proof')] : []),
    ...(signs > 0 ? [countedNoun(signs, 'sign')] : []),
    ...(against > 0 ? [`${against} against`] : []),
    ...(unseen > 0 ? [`${unseen} unseen`] : []),
  ];
  return parts.length === 0 ? 'no sign' : parts.join(', ');
}
