import { diagnoseTrial } from '../diagnosis/diagnosis.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { MOST_BYTES, withinBudget, type MarkdownSection } from './markdown-budget.ts';
import { bullets, escaped, termBullets } from './markdown.ts';
import { trialAnswer } from './trial-answer.ts';
import { topicDetails, trialHow } from './trial-how.ts';
import { trialLedgerTable } from './trial-ledger-table.ts';
import { loadSentence } from './trial-load-text.ts';
import { trialPredictionTable } from './trial-prediction-table.ts';
import { trialTimesNotes, trialTimesTable } from './trial-times-table.ts';

/** The report of one trial for a pull request or a job summary: answer, ledger and times open, the rest folded. */
export function trialMarkdown(trial: TrialRecord): string {
  return withinBudget(
    [
      ...section('', false, `# ${escaped(trial.load.url)}\n\n${escaped(loadSentence(trial))}.`),
      ...section('', false, termBullets(trialAnswer(trial, diagnoseTrial(trial)))),
      ...section('Where every request ended', false, trialLedgerTable(trial.ledger)),
      ...section('Response times, and what they are made of', false, trialTimesTable(trial)),
      ...section('Predicted beside measured', true, trialPredictionTable(trial)),
      ...section('Notes on the response times', true, bullets(trialTimesNotes(trial))),
      ...section(
        'How it was measured',
        true,
        termBullets([...topicDetails(trial, 'requests'), ...trialHow(trial)]),
      ),
    ],
    MOST_BYTES,
  );
}

/** @returns none where there is nothing to say */
const section = (title: string, isFolded: boolean, body?: MarkdownSection['body']): MarkdownSection[] =>
  body === undefined ? [] : [{ title, isFolded, body }];
