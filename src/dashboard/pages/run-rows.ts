import { countText } from '../../report/figure-text.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { leftText } from '../../report/live/live-text.ts';
import type { LiveRun } from '../../samples/live-run.ts';
import type { RunSummary } from '../../store/run-store.ts';
import type { RunState } from '../run-state.ts';
import { moment } from './moment.ts';
import { downloadPath, runPath } from './run-links.ts';
import { finishedText, stateElement } from './state-text.ts';

/** A run as the list has it. */
export interface ListedRun {
  readonly summary: RunSummary;
  readonly state: RunState;
  /** How far it is; undefined where it is over, or does not say. */
  readonly live: LiveRun | undefined;
}

/** The list as a table, each run with a box to choose it by. */
export const runTable = (runs: readonly ListedRun[]): Markup =>
  html`<div class="table" role="region" aria-label="Runs" tabindex="0">
    <table id="run-table">
      <caption>
        Runs, the latest first (times in UTC)
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="unseen">Compare</span></th>
          <th scope="col">Plan</th>
          <th scope="col">State</th>
          <th scope="col">Started</th>
          <th scope="col" class="right">Trials</th>
          <th scope="col" class="right">Conditions</th>
          <th scope="col" class="right">Failed</th>
          <th scope="col">Report</th>
        </tr>
      </thead>
      <tbody>
        ${runs.map(runRow)}
      </tbody>
    </table>
  </div>`;

function runRow({ summary, state, live }: ListedRun): Markup {
  const { id, planName, startedAt, trials, conditions, failedTrials, isSweep } = summary;
  const name = planName === '' ? 'without a name' : planName;
  return html`<tr id="row-${encodeURIComponent(id)}">
    <td><input type="checkbox" name="run" value="${id}" aria-label="Compare ${name}, run ${id}" /></td>
    <th scope="row"><a href="${runPath(id)}">${name}</a>${isSweep ? ' (sweep)' : ''} <small>${id}</small></th>
    <td>${stateElement(state)} ${progress(state, live)}</td>
    <td>${moment(startedAt)}</td>
    <td class="right">${countText(trials)}</td>
    <td class="right">${countText(conditions)}</td>
    <td class="right">
      ${failedTrials === 0 ? '-' : html`<span class="mark">${countText(failedTrials)}</span>`}
    </td>
    <td>
      <a href="${downloadPath(id, 'report.html')}" download
        >HTML<span class="unseen">: the report of ${name}, run ${id}</span></a
      >
    </td>
  </tr>`;
}

function progress(state: RunState, live: LiveRun | undefined): Markup | undefined {
  if (state !== 'running' || live === undefined) return undefined;
  const words = [finishedText(live), leftText(live.left)].filter((text) => text !== undefined).join(', ');
  return html`<small>${words}</small>`;
}
