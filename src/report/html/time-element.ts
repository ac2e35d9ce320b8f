import { html, type Markup } from './markup.ts';

/** A moment for people and programs: `26 November 2026, 18:30 UTC`. */
export const timeElement = (iso: string): Markup => html`<time datetime="${iso}">${dateText(iso)}</time>`;

const FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

const dateText = (iso: string): string => `${FORMAT.format(new Date(iso)).replace(' at ', ', ')} UTC`;
