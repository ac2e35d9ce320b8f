import type { ChartSource } from '../charts/chart.ts';
import { effectTable } from '../effect-table.ts';
import { inferenceNotes } from '../inference-notes.ts';
import { intervalTable } from '../interval-table.ts';
import { predictionNotes, predictionTable } from '../prediction-table.ts';
import { figureTables } from '../run-columns.ts';
import { tableNotes } from '../run-notes.ts';
import { html, trustedMarkup, type Markup } from './markup.ts';
import { WORDS } from '../words.ts';
import { detailsElement } from './details-element.ts';
import { tableElement } from './table-element.ts';

export function figuresSection({ stored, table, inference }: ChartSource): Markup {
  const [throughput, times] = figureTables(table);
  const folded = [predictionTable(table, stored), intervalTable(table, inference)].filter(
    (one) => one !== undefined,
  );
  const effects = effectTable(inference);
  const notes = [...tableNotes(table), ...predictionNotes(stored), ...inferenceNotes(table.run, inference)];
  return html`<section id="figures" aria-labelledby="figures-title">
    <h2 id="figures-title">Figures</h2>
    ${[throughput, times, effects].map((one) => (one === undefined ? undefined : tableElement(one)))}
    ${folded.map(
      (one) =>
        html`<details>
          <summary>${one.title}</summary>
          ${tableElement(one)}
        </details>`,
    )}
    ${
      notes.length === 0
        ? undefined
        : html`<details
            class="notes"
            ${trustedMarkup(notes.some((note) => note.startsWith('Invalid')) ? ' open' : '')}
          >
            <summary>Notes on the tables (${notes.length})</summary>
            <ul>
              ${notes.map((note) => html`<li>${note}</li>`)}
            </ul>
          </details>`
    }
    <details class="notes">
      <summary>Words</summary>
      ${detailsElement(WORDS)}
    </details>
  </section>`;
}
