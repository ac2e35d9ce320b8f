import type { StoredRun } from '../../samples/run-record.ts';
import type { ChartSource } from '../charts/chart.ts';
import { detailsElement } from './details-element.ts';
import { html, type Markup } from './markup.ts';
import { measuredHow } from '../measured-how.ts';
import { repeatCommand } from '../repeat-command.ts';

export function measuredSection({ stored, table }: ChartSource): Markup {
  const { run, trials } = stored;
  const invalid = trials.filter(({ validity }) => !validity.valid).length;
  const validityText = `${trials.length - invalid} of ${trials.length} trials are valid${invalid > 0 ? '; the notes on the tables say what spoilt the others' : ''}.`;
  return html`<section id="measured" aria-labelledby="measured-title">
    <h2 id="measured-title">How it was measured</h2>
    ${detailsElement([...measuredHow(stored, table), ['Validity', validityText]])}
    ${
      run.warnings.length === 0
        ? undefined
        : html`<h3>Warnings</h3>
            <ul>
              ${run.warnings.map((warning) => html`<li>${warning}</li>`)}
            </ul>`
    }
  </section>`;
}

/** @param aside what else is to be said there */
export const repeatSection = ({ run }: StoredRun, aside?: Markup): Markup =>
  html`<section id="repeat" aria-labelledby="repeat-title">
    <h2 id="repeat-title">Repeat it</h2>
    <pre tabindex="0" aria-label="The command that repeats the run"><code>${repeatCommand(run)}</code></pre>
    ${aside}
  </section>`;
