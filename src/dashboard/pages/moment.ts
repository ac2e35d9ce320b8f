import { html, type Markup } from '../../report/html/markup.ts';

const FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** `26 Nov 2026, 18:30`, in UTC; text as it is where it is no time. */
export function moment(iso: string): Markup {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return html`${iso}`;
  return html`<time datetime="${iso}">${FORMAT.format(date)}</time>`;
}
