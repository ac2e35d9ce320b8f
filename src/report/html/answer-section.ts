import type { Detail } from '../measured-how.ts';
import { html, type Markup } from './markup.ts';

/** What somebody who reads no further should know: the first thing is the largest. */
export const answerSection = (parts: readonly Detail[]): Markup =>
  html`<section id="answer" aria-labelledby="answer-title" tabindex="-1">
    <h2 id="answer-title">The answer</h2>
    <dl>
      ${parts.map(
        ([term, text]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${text}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
