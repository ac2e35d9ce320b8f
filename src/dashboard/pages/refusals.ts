import { html } from '../../report/html/markup.ts';
import type { Refusal } from '../access.ts';
import type { ErrorView } from './error-page.ts';

/** A status of HTTP, and the page that goes with it. */
export interface RefusalView extends ErrorView {
  readonly status: number;
}

export const REFUSALS: Readonly<Record<Refusal, RefusalView>> = {
  method: {
    status: 405,
    title: 'Only to be looked at',
    what: 'Nothing can be changed here, so there is nothing but GET.',
    remedy: html`What was measured is changed by nobody: measure again with <code>loadstone run</code>.`,
  },
  urlTooLong: {
    status: 414,
    title: 'The address is too long',
    what: 'No page here has an address as long as that.',
    remedy: html`<a href="/">To the list of runs</a>`,
  },
  host: {
    status: 421,
    title: 'Not this server',
    what: 'The request names another host than this server is known by, as happens when a page of somebody else’s tries to reach it.',
    remedy: html`Open the address that <code>loadstone ui</code> printed. To be known by another name, give
      it: <code>loadstone ui --host NAME</code>.`,
  },
  origin: {
    status: 403,
    title: 'Not from another page',
    what: 'A page from elsewhere asked for this one.',
    remedy: html`Open the address that <code>loadstone ui</code> printed yourself.`,
  },
  token: {
    status: 401,
    title: 'The token is missing',
    what: 'This server is open to other machines, and shows itself only to who knows its token.',
    remedy: html`Copy the whole address that <code>loadstone ui</code> printed, with <code>?token=</code> and
      what follows, into the address bar. The browser remembers it until it is closed.`,
  },
};
