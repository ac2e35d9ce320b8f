import { trialName } from '../../report/charts/trial-source.ts';
import { UNKNOWN } from '../../report/figure-table.ts';
import { countText, figureText } from '../../report/figure-text.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { failedCount } from '../../samples/ledger.ts';
import type { RunRecord, StoredRun } from '../../samples/run-record.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { trialPath } from './run-links.ts';

/** The trials of a run in the order they were measured in, each with a link to its own page. */
export const trialList = ({ run, trials }: StoredRun): Markup =>
  html`<section id="trials" aria-labelledby="trials-title">
    <h2 id="trials-title">Trials</h2>
    ${trials.length === 0 ? html`<p>None is finished yet.</p>` : trialTable(run, trials)} ${failedList(run)}
  </section>`;

const trialTable = (run: RunRecord, trials: readonly TrialRecord[]): Markup =>
  html`<div class="table" role="region" aria-label="Trials in their order" tabindex="0">
    <table>
      <caption>
        Trials in the order they were measured in
      </caption>
      <thead>
        <tr>
          <th scope="col" class="right">Trial</th>
          <th scope="col">Condition</th>
          <th scope="col" class="right">Replicate</th>
          <th scope="col" class="right">Completed</th>
          <th scope="col" class="right">Steady, a second</th>
          <th scope="col" class="right">Timed out or failed</th>
          <th scope="col">Can be trusted</th>
        </tr>
      </thead>
      <tbody>
        ${trials.map((trial) => trialRow(run, trial))}
      </tbody>
    </table>
  </div>`;

function trialRow(run: RunRecord, { order, condition, ledger, throughput, validity }: TrialRecord): Markup {
  const steady = throughput.steadyStatePerSecond;
  return html`<tr id="trial-${order.position}">
    <td class="right">${order.position}</td>
    <th scope="row"><a href="${trialPath(run.id, order.position)}">${trialName(condition)}</a></th>
    <td class="right">${order.replicate}</td>
    <td class="right">${countText(ledger.completed)}</td>
    <td class="right">${steady === null ? UNKNOWN : figureText(steady)}</td>
    <td class="right">${countText(ledger.timedOut + failedCount(ledger))}</td>
    <td>${validity.valid ? 'yes' : html`<span class="mark">no</span>: ${validity.reasons.join('; ')}`}</td>
  </tr>`;
}

const failedList = ({ failedTrials }: RunRecord): Markup | undefined =>
  failedTrials.length === 0
    ? undefined
    : html`<h3>Could not be measured</h3>
        <ul>
          ${failedTrials.map(({ position, condition, reason }) => html`<li>Trial ${position}: ${trialName(condition)}: ${reason}</li>`)}
        </ul>`;
