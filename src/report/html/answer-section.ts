import type { Answer } from '../answer-parts.ts';
import { html, type Markup } from './markup.ts';

export function answerSection({ question, best, limit, change, certainty }: Answer): Markup {
  const parts = [
    [question, best],
    ['What limits it', limit],
    ['What to change', change],
    ['How sure', certainty],
  ] as const;
  return html`<section id="answer" aria-labelledby="answer-title" tabindex="-1">
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
}
