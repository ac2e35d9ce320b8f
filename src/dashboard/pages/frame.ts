import { pageDocument, type PageBody } from '../../report/html/document.ts';
import { html, trustedMarkup, type Markup } from '../../report/html/markup.ts';
import { VERSION } from '../../version.ts';
import { SCRIPT_URL } from '../asset-urls.ts';
import { PAGE_STYLE } from './page-style.ts';

/** What stands around a page. */
export interface Around {
  /** The page of the navigation that this one is; undefined where it is none. */
  readonly current?: '/' | '/compare';
  /** Where the browser hears of changes; undefined where there will be none. */
  readonly events?: string | undefined;
}

const PAGES = [
  { href: '/', name: 'Runs' },
  { href: '/compare', name: 'Compare' },
] as const;

/** A page of this server, whole. It works without its script, which only keeps it up to date. */
export const pageText = (body: PageBody, { current, events }: Around = {}): string =>
  pageDocument(body, {
    // One question less before anything is on the screen; the policy has its hash.
    style: 'inline',
    // As a header.
    policy: null,
    head: html`${trustedMarkup(`<style>${PAGE_STYLE}</style>`)}
    ${events === undefined ? undefined : html`<script type="module" src="${SCRIPT_URL}"></script>`}`,
    banner: html`<p class="brand">Loadstone</p>
      <nav class="pages" aria-label="Pages">
        <ul>
          ${PAGES.map(({ href, name }) => html`<li>${href === current ? html`<a href="${href}" aria-current="page">${name}</a>` : html`<a href="${href}">${name}</a>`}</li>`)}
        </ul>
      </nav>
      ${events === undefined ? undefined : connectionLine(events)}`,
    footer: html`<p>
      Loadstone ${VERSION}. This page is made on the machine that the store is on, and loads nothing from
      elsewhere.
    </p>`,
  });

/** Filled by the script. */
const connectionLine = (events: string): Markup =>
  html`<p id="connection" class="meta" role="status" data-events="${events}"></p>`;
