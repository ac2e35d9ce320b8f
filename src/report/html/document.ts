import { html, trustedMarkup, type Markup } from './markup.ts';
import { STYLE } from './style.ts';

/** A link in the page or to another. */
export interface PageLink {
  readonly href: string;
  readonly name: string;
}

/** What a page tells, whatever stands around it: a run, a trial, a comparison. */
export interface PageBody {
  /** Stands in the tab before the name of Loadstone. */
  readonly title: string;
  /** The first heading, and what stands directly below it. */
  readonly heading: Markup;
  /** The sections of this page, the first of them the one that is skipped to. */
  readonly contents: readonly [PageLink, ...PageLink[]];
  readonly sections: Markup;
}

/** What stands around a body: it differs between a file and a page that a server sends. */
export interface PageFrame {
  /**
   * `inline` puts the style sheet into the page, whose policy has to allow it (`STYLE_SOURCE`); else it is loaded from
   * there.
   */
  readonly style: 'inline' | { readonly href: string };
  /** The content security policy as an element; null where a header of HTTP says it. */
  readonly policy: string | null;
  /** Further elements of the head. */
  readonly head?: Markup;
  /** Stands before the heading: where in a larger whole this page is. */
  readonly banner: Markup;
  readonly footer: Markup;
  /** Further elements at the end of the page: the record, a script. */
  readonly end?: Markup;
}

/** A whole page: what it tells within what stands around it. */
export function pageDocument(body: PageBody, frame: PageFrame): string {
  const [first] = body.contents;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        ${headOf(body, frame)}
      </head>
      <body>
        <a class="skip" href="${first.href}">Skip to the ${first.name.toLowerCase()}</a>
        <header>${frame.banner} ${body.heading} ${contentsOf(body)}</header>
        <main>${body.sections}</main>
        <footer>${frame.footer}</footer>
        ${frame.end}
      </body>
    </html>`;
  return `${page.markup}\n`;
}

/** One link need not be offered twice. */
const contentsOf = ({ contents }: PageBody): Markup | undefined =>
  contents.length === 1
    ? undefined
    : html`<nav id="contents" aria-label="Contents">${contentsList(contents)}</nav>`;

/** What stands in the navigation of a page's own sections. */
export const contentsList = (contents: PageBody['contents']): Markup =>
  html`<ul>
    ${contents.map(({ href, name }) => html`<li><a href="${href}">${name}</a></li>`)}
  </ul>`;

const headOf = ({ title }: PageBody, { style, policy, head }: PageFrame): Markup =>
  html`<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    ${policy === null ? undefined : html`<meta http-equiv="Content-Security-Policy" content="${policy}" />`}
    <meta name="color-scheme" content="light dark" />
    <link rel="icon" href="data:," />
    <title>${title} · Loadstone</title>
    ${
      style === 'inline'
        ? trustedMarkup(`<style>${STYLE}</style>`)
        : html`<link rel="stylesheet" href="${style.href}" />`
    }
    ${head}`;
