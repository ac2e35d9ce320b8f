import type { PageBody } from '../../report/html/document.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import type { StoredRun } from '../../samples/run-record.ts';
import { runPath, trialPath } from './run-links.ts';

/** A trial as its report tells it, with its place in the run. */
export const trialPageBody = (position: number, { run, trials }: StoredRun, report: PageBody): PageBody => ({
  ...report,
  title: `${report.title} · trial ${position} of run ${run.id}`,
  heading: html`${report.heading} ${neighbours(position, { run, trials })}`,
});

function neighbours(position: number, { run, trials }: StoredRun): Markup {
  const positions = trials.map(({ order }) => order.position);
  const before = positions.findLast((other) => other < position);
  const after = positions.find((other) => other > position);
  return html`<nav class="paging" aria-label="Trials of the run">
    ${before === undefined ? undefined : html`<a rel="prev" href="${trialPath(run.id, before)}">Trial ${before}</a>`}
    <span>Trial ${position} of <a href="${runPath(run.id)}">${run.plan.name}, run ${run.id}</a></span>
    ${after === undefined ? undefined : html`<a rel="next" href="${trialPath(run.id, after)}">Trial ${after}</a>`}
    <a href="${trialPath(run.id, position)}/trial.json" download>JSON</a>
  </nav>`;
}
