import type { TrialRecord } from '../../samples/trial-record.ts';
import { trialTimesNotes, trialTimesTable } from '../trial-times-table.ts';
import { html, type Markup } from './markup.ts';
import { tableElement } from './table-element.ts';

/** How long requests took, in every way that is counted. */
export function trialTimesSection(trial: TrialRecord): Markup {
  const table = trialTimesTable(trial);
  return html`<section id="times" aria-labelledby="times-title">
    <h2 id="times-title">Response times</h2>
    ${table === undefined ? html`<p>No request completed, so there are none.</p>` : timesElement(trial, table)}
  </section>`;
}

const timesElement = (trial: TrialRecord, table: NonNullable<ReturnType<typeof trialTimesTable>>): Markup =>
  html`${tableElement(table)}
    <ul class="plain-notes">
      ${trialTimesNotes(trial).map((note) => html`<li>${note}</li>`)}
    </ul>`;
