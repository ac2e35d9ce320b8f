import type { TrialRecord } from '../../samples/trial-record.ts';
import { predictedTrials, unexplainedTrials } from '../facts/unexplained.ts';
import { timeText } from '../figure-text.ts';
import { unexplainedSentence } from '../prediction-sentences.ts';
import { trialPredictionTable } from '../trial-prediction-table.ts';
import { html, type Markup } from './markup.ts';
import { tableElement } from './table-element.ts';

/** @returns undefined where nothing was predicted */
export function trialPredictionSection(trial: TrialRecord): Markup | undefined {
  const table = trialPredictionTable(trial);
  if (table === undefined || trial.prediction === null) return undefined;
  return html`<section id="prediction" aria-labelledby="prediction-title">
    <h2 id="prediction-title">Prediction</h2>
    <p>${verdictText(trial)}</p>
    ${tableElement(table)}
    <p class="note">
      Predicted: simulated before the trial, of a server that takes the hold and nothing else. Explained: what
      chance and up to ${timeText(trial.prediction.allowedOverheadMs)} of overhead a request leave to the
      trial; p99 is not held against it.
    </p>
  </section>`;
}

function verdictText(trial: TrialRecord): string {
  if (predictedTrials([trial]).length === 0) return 'An invalid trial is not held against its prediction.';
  const cases = unexplainedTrials([trial], { isReplicated: false });
  return cases.length === 0
    ? 'The model explains this trial.'
    : unexplainedSentence({ kind: 'unexplained', predicted: 1, cases });
}
