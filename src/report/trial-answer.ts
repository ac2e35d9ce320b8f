import type { Diagnosis } from '../samples/diagnosis.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { confidenceText } from './ceiling-sentences.ts';
import { predictedTrials, unexplainedTrials } from './facts/unexplained.ts';
import { rateText } from './figure-text.ts';
import { findingClause } from './finding-sentences.ts';
import type { Detail } from './measured-how.ts';
import { responseTimeTexts } from './response-time-text.ts';
import { sentenceCase } from './sentence-case.ts';
import { changeText } from './trial-findings.ts';
import { steadyText, throughputRemark } from './trial-lines.ts';

/** What somebody who reads no further should know of one trial; each a sentence or two. */
export function trialAnswer(trial: TrialRecord, { findings }: Diagnosis): Detail[] {
  const [ceiling] = findings;
  return [
    ['Throughput', throughputSentence(trial)],
    ['Response time', responseTimeSentence(trial)],
    ...(ceiling === undefined
      ? []
      : ([
          [
            'What limits it',
            `${sentenceCase(findingClause([ceiling]))} [${confidenceText([ceiling])}].${ceiling.kind === 'poolSlots' ? ' A slot has room for one request at a time.' : ''}`,
          ],
          ['What to change', changeText(ceiling) ?? 'Nothing is known that would lift it.'],
        ] as const)),
    ['How sure', certaintySentence(trial)],
  ];
}

function throughputSentence(trial: TrialRecord): string {
  const { completedPerSecond } = trial.throughput;
  const remark = throughputRemark(trial);
  const rates = `${sentenceCase(steadyText(trial))}; ${rateText(completedPerSecond)} observed in the window.`;
  return remark === '' ? rates : `${rates} ${remark}`;
}

function responseTimeSentence(trial: TrialRecord): string {
  const [overall] = responseTimeTexts(trial);
  const text = sentenceCase(overall?.[1] ?? 'unknown');
  const { censored } = trial.responseTimeMs;
  if (censored === null || censored.completed === 0 || censored.unanswered === 0) return `${text}.`;
  return `${text}; over all requests, those without a response too.`;
}

function certaintySentence(trial: TrialRecord): string {
  const { valid, reasons } = trial.validity;
  const validity = valid ? 'the trial is valid' : `the trial is INVALID: ${reasons.join('; ')}`;
  return sentenceCase(
    [
      validity,
      ...modelText(trial),
      'one trial does not say how far trials scatter, so measure it more than once',
    ].join('; ') + '.',
  );
}

function modelText(trial: TrialRecord): string[] {
  if (predictedTrials([trial]).length === 0) return [];
  const isExplained = unexplainedTrials([trial], { isReplicated: false }).length === 0;
  return [
    `a model that was asked before it ${isExplained ? 'agrees with the measurement' : 'disagrees with it'}`,
  ];
}
