import { contentsList, type PageBody } from '../../report/html/document.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import type { StoredRun } from '../../samples/run-record.ts';
import { livePart, statusPart, type LiveView } from './live-part.ts';
import { partElement, type Part } from './part.ts';
import { comparePath, downloadPath, DOWNLOADS } from './run-links.ts';
import { trialList } from './trial-list.ts';

/** A run, with what is told of it in its report. */
export interface RunView extends LiveView {
  readonly stored: StoredRun;
  readonly report: PageBody;
}

export function runPageBody(view: RunView): PageBody {
  const { stored, report } = view;
  return {
    title: `${report.title} · run ${stored.run.id}`,
    heading: partElement(headingPart(view)),
    contents: contentsOf(view),
    sections: html`<div id="run-status" role="status">${{ markup: statusPart(view).html }}</div>
      ${partElement(livePart(view))} ${partElement(reportPart(view))}`,
  };
}

const contentsOf = ({ report: { contents } }: RunView): PageBody['contents'] => [
  ...contents,
  { href: '#trials', name: 'Trials' },
];

/** All that changes of a run while somebody looks at it. */
export const headingPart = ({ report, stored }: RunView): Part => ({
  part: 'run-heading',
  html: html`${report.heading} ${downloads(stored.run.id)}`.markup,
});

/** There are charts once there is a trial. */
export const contentsPart = (view: RunView): Part => ({
  part: 'contents',
  html: contentsList(contentsOf(view)).markup,
});

export const reportPart = ({ report, stored }: RunView): Part => ({
  part: 'run-report',
  html: html`${report.sections} ${trialList(stored)}`.markup,
});

const downloads = (id: string): Markup =>
  html`<p class="downloads">
    ${DOWNLOADS.map(({ file, name }) => html`<a href="${downloadPath(id, file)}" download>${name}</a>`)}
    <a href="${comparePath(id)}">Compare with another</a>
  </p>`;

/** What stands beside the command that repeats a run: the page itself holds no record. */
export const besideRepeat = (id: string, location: string): Markup =>
  html`<p>
    Shown again elsewhere: <code>loadstone report ${id} --store ${location}</code>. The report that is one
    file holds its record, and <code>loadstone report</code> and <code>loadstone compare</code> read it.
  </p>`;
