import { countedNoun } from '../../report/figure-text.ts';
import type { PageBody } from '../../report/html/document.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { listPath, RUNS_A_PAGE, type ListQuery } from './list-query.ts';
import { partElement, type Part } from './part.ts';
import { runTable, type ListedRun } from './run-rows.ts';

/** What a page of the list is made from. */
export interface ListView {
  readonly query: ListQuery;
  readonly runs: readonly ListedRun[];
  /** On all pages. */
  readonly total: number;
  /** Where the store is looked for. */
  readonly location: string;
}

export const listBody = (view: ListView): PageBody => ({
  title: view.query.plan === '' ? 'Runs' : `Runs of ${view.query.plan}`,
  heading: html`<h1>Runs</h1>`,
  contents: [{ href: '#runs', name: 'Runs' }],
  sections: html`<section id="runs" aria-label="List of runs" tabindex="-1">
    ${filterForm(view.query)}
    <form action="/compare" aria-label="Compare two runs">${partElement(listPart(view))}</form>
  </section>`,
});

/** What changes of the list while somebody looks at it. */
export function listPart(view: ListView): Part {
  return { part: 'run-list', html: (view.total === 0 ? emptyList(view) : filledList(view)).markup };
}

const filterForm = ({ plan }: ListQuery): Markup =>
  html`<form class="filter" action="/" role="search">
    <label for="plan">Plan’s name</label>
    <input id="plan" name="plan" type="search" value="${plan}" autocomplete="off" />
    <button>Show</button>
    ${plan === '' ? undefined : html`<a href="/">Show all</a>`}
  </form>`;

function filledList({ query, runs, total }: ListView): Markup {
  const pages = Math.max(1, Math.ceil(total / RUNS_A_PAGE));
  if (runs.length === 0)
    return html`<p>
      There are only ${countedNoun(pages, 'page')}.
      <a href="${listPath({ ...query, page: 1 })}">The first page</a>
    </p>`;
  return html`${runTable(runs)}
    <p><button>Compare the two that are chosen</button></p>
    ${pages === 1 ? undefined : pageLinks(query, pages, total)}`;
}

const pageLinks = (query: ListQuery, pages: number, total: number): Markup =>
  html`<nav class="paging" aria-label="Pages of the list">
    ${query.page > 1 ? html`<a rel="prev" href="${listPath({ ...query, page: query.page - 1 })}">Newer</a>` : undefined}
    <span>Page ${query.page} of ${pages}, ${countedNoun(total, 'run')}</span>
    ${query.page < pages ? html`<a rel="next" href="${listPath({ ...query, page: query.page + 1 })}">Older</a>` : undefined}
  </nav>`;

function emptyList({ query, location }: ListView): Markup {
  if (query.plan !== '')
    return html`<p>No run has a plan with “${query.plan}” in its name. <a href="/">Show all runs</a></p>`;
  return html`<h2>Nothing has been run yet</h2>
    <p>In another terminal, in the same folder:</p>
    <pre
      tabindex="0"
      aria-label="The command to run first"
    ><code>npx loadstone run --time-scale 0.1</code></pre>
    <p>
      It measures the published experiment at a tenth of its length: 8 trials, about a minute. It appears here
      by itself and can be watched as it goes (without scripts: when the page is loaded again).
    </p>
    <p>Runs are looked for in <code>${location}</code>; another place is named by <code>--store</code>.</p>`;
}
