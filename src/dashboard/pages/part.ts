import { html, type Markup } from '../../report/html/markup.ts';

/** A piece of a page that is replaced when it changes. */
export interface Part {
  /** The id of its element; unlike that of any other on the page. */
  readonly part: string;
  /** HTML of what is inside. */
  readonly html: string;
}

/** Where a part stands on a page. */
export const partElement = ({ part, html: inside }: Part): Markup =>
  html`<div id="${part}">${{ markup: inside }}</div>`;
