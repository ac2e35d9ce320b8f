import type { TrialRecord } from '../../samples/trial-record.ts';
import type { Chart } from '../charts/chart.ts';
import { trialName, type TrialSource } from '../charts/trial-source.ts';
import { trialAnswer } from '../trial-answer.ts';
import { trialFindings } from '../trial-findings.ts';
import { trialHow } from '../trial-how.ts';
import { loadSentence } from '../trial-load-text.ts';
import { trialProcessTable } from '../trial-process-table.ts';
import { answerSection } from './answer-section.ts';
import { chartsSection } from './charts-section.ts';
import { detailsElement } from './details-element.ts';
import type { PageBody } from './document.ts';
import { findingsSection } from './findings-section.ts';
import { html, type Markup } from './markup.ts';
import { tableElement } from './table-element.ts';
import { timeElement } from './time-element.ts';
import { trialLedgerSection } from './trial-ledger-section.ts';
import { trialPredictionSection } from './trial-prediction-section.ts';
import { trialTimesSection } from './trial-times-section.ts';

/**
 * All that is told of one trial.
 * @param charts those of `drawTrialCharts`
 */
export function trialBody(source: TrialSource, charts: readonly Chart[]): PageBody {
  const { trial, diagnosis } = source;
  const prediction = trialPredictionSection(trial);
  return {
    title: titleOf(source),
    heading: headingOf(source),
    contents: [
      { href: '#answer', name: 'Answer' },
      { href: '#ledger', name: 'Requests' },
      { href: '#times', name: 'Response times' },
      ...(charts.length > 0 ? [{ href: '#charts', name: 'Charts' }] : []),
      { href: '#findings', name: 'Findings' },
      ...(prediction === undefined ? [] : [{ href: '#prediction', name: 'Prediction' }]),
      { href: '#measured', name: 'How it was measured' },
    ],
    sections: html`${answerSection(trialAnswer(trial, diagnosis))} ${trialLedgerSection(trial)}
    ${trialTimesSection(trial)} ${chartsSection(charts)} ${findingsSection(trialFindings(trial, diagnosis))}
    ${prediction} ${measuredSection(trial)}`,
  };
}

/** A trial of a run by its levels; one that stands alone by what was requested. */
const titleOf = ({ trial, stored }: TrialSource): string =>
  stored === undefined ? trial.load.url : trialName(trial.condition);

function headingOf(source: TrialSource): Markup {
  const { trial, stored } = source;
  return html`<h1>${titleOf(source)}</h1>
    <p class="lead">${loadSentence(trial)}.</p>
    ${trial.validity.valid ? undefined : html`<p class="caution"><b>Invalid.</b> ${reasonsText(trial)}</p>`}
    <p class="meta">
      ${stored === undefined ? 'One trial' : placeText(trial)} ·
      ${timeElement(trial.startedAt)}${stored === undefined ? undefined : html` · run ${stored.run.id}`}
    </p>`;
}

const reasonsText = ({ validity }: TrialRecord): string =>
  `Nothing is to be concluded from it: ${validity.reasons.join('; ')}.`;

const placeText = ({ order: { block, replicate, position } }: TrialRecord): string =>
  `Trial ${position}, replicate ${replicate}, block ${block}`;

function measuredSection(trial: TrialRecord): Markup {
  const processes = trial.observation === null ? undefined : trialProcessTable(trial.observation);
  return html`<section id="measured" aria-labelledby="measured-title">
    <h2 id="measured-title">How it was measured</h2>
    ${detailsElement(trialHow(trial))} ${processes === undefined ? undefined : tableElement(processes)}
  </section>`;
}
