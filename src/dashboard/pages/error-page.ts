import type { UserError } from '../../errors.ts';
import type { PageBody } from '../../report/html/document.ts';
import { html, type Markup } from '../../report/html/markup.ts';

/** What a page says that is not the one that was asked for. */
export interface ErrorView {
  readonly title: string;
  /** Sentences. */
  readonly what: string;
  readonly where?: string | undefined;
  readonly remedy: Markup;
}

export const errorBody = ({ title, what, where, remedy }: ErrorView): PageBody => ({
  title,
  heading: html`<h1>${title}</h1>`,
  contents: [{ href: '#what-to-do', name: 'Advice' }],
  sections: html`<section id="what-to-do" aria-label="What to do" tabindex="-1">
    <p>${what}</p>
    ${where === undefined ? undefined : html`<p>Where: <code>${where}</code></p>`}
    <p>${remedy}</p>
  </section>`,
});

const TO_THE_LIST = html`<a href="/">To the list of runs</a>`;

export const notFound = (what: string): ErrorView => ({
  title: 'Not found',
  what,
  remedy: html`It may have been in another store, or the address has a slip in it. ${TO_THE_LIST}`,
});

/** What a user can mend, in the words that the command line has for it. */
export const userErrorView = ({ message, where, remedy }: UserError): ErrorView => ({
  title: 'This cannot be shown',
  what: `${message}.`,
  where,
  remedy: html`${remedy === undefined ? '' : `${remedy}. `}${TO_THE_LIST}`,
});

/** Its stack is in the terminal, and no concern of who looks at a page. */
export const defectView: ErrorView = {
  title: 'A defect',
  what: 'Something is wrong in Loadstone itself. What it is stands in the terminal that loadstone ui runs in.',
  remedy: html`Please report it with those lines. ${TO_THE_LIST}`,
};
