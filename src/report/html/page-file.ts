import { embeddedRecord } from '../../samples/embedded-record.ts';
import { VERSION } from '../../version.ts';
import { pageDocument, type PageBody } from './document.ts';
import { html, trustedMarkup } from './markup.ts';
import { STYLE_SOURCE } from './style.ts';

/** Allows the one style sheet that is in the file, and nothing else. */
const POLICY = [
  "default-src 'none'",
  `style-src ${STYLE_SOURCE}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * A page as one file: nothing is loaded from elsewhere, and no script runs.
 * @param record what it was made from, to be inside; null: nothing that could be read again
 */
export const pageFile = (body: PageBody, record: object | null): string =>
  pageDocument(body, {
    style: 'inline',
    policy: POLICY,
    head: html`<meta name="generator" content="Loadstone ${VERSION}" />`,
    banner: html`<p class="brand">Loadstone</p>`,
    footer: html`<p>
      Made by Loadstone ${VERSION}. This file loads nothing from elsewhere and runs no script.
    </p>`,
    ...(record === null ? {} : { end: trustedMarkup(embeddedRecord(record)) }),
  });
