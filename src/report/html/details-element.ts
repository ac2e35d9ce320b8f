import type { Detail } from '../measured-how.ts';
import { html, type Markup } from './markup.ts';

/** Terms and what is said of each, side by side where there is room. */
export const detailsElement = (details: readonly Detail[]): Markup =>
  html`<dl class="details">
    ${details.map(
      ([term, text]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${text}</dd>
        </div>`,
    )}
  </dl>`;
