import type { PageBody } from '../../report/html/document.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import type { RunSummary } from '../../store/run-store.ts';
import { comparePath, runPath } from './run-links.ts';

/** What is to be compared, and what there is to choose from. */
export interface ChoiceView {
  /** As they were named. */
  readonly ids: readonly string[];
  readonly recent: readonly RunSummary[];
}

/** Two runs beside each other, and the form to choose others. */
export const comparisonPageBody = (choice: ChoiceView, report: PageBody): PageBody => ({
  ...report,
  heading: html`${report.heading} ${sides(choice.ids)}`,
  contents: [...report.contents, { href: '#choose', name: 'Compare others' }],
  sections: html`${report.sections} ${chooseSection(choice, 'Compare others')}`,
});

/**
 * A page to choose two by.
 * @param problem why nothing is compared, as sentences; undefined where nothing was asked for yet
 */
export const chooseBody = (choice: ChoiceView, problem?: string): PageBody => ({
  title: 'Compare two runs',
  heading: html`<h1>Compare two runs</h1>
    ${problem === undefined ? undefined : html`<p class="lead" role="alert">${problem}</p>`}`,
  contents: [{ href: '#choose', name: 'Choose two' }],
  sections: chooseSection(choice, 'Choose two'),
});

function sides([a, b]: readonly string[]): Markup | undefined {
  if (a === undefined || b === undefined) return undefined;
  return html`<p class="downloads">
    <span>a: <a href="${runPath(a)}">run ${a}</a></span> <span>b: <a href="${runPath(b)}">run ${b}</a></span>
    <a href="${comparePath(b, a)}">Swap the two</a>
  </p>`;
}

const chooseSection = ({ ids: [a = '', b = ''], recent }: ChoiceView, title: string): Markup =>
  html`<section id="choose" aria-labelledby="choose-title" tabindex="-1">
    <h2 id="choose-title">${title}</h2>
    <form class="choose" action="/compare">
      <label
        >a, what is compared with <input name="run" list="recent-runs" value="${a}" autocomplete="off"
      /></label>
      <label
        >b, what is compared <input name="run" list="recent-runs" value="${b}" autocomplete="off"
      /></label>
      <button>Compare</button>
      <datalist id="recent-runs">
        ${recent.map(({ id, planName, startedAt }) => html`<option value="${id}">${planName}, ${startedAt}</option>`)}
      </datalist>
    </form>
    <p>
      Compared are the conditions that both have, by steady throughput and mean response time. A run that
      measured two servers in turn (<code>--interleave-with</code>) can be compared by itself: name it as a
      alone.
    </p>
  </section>`;
