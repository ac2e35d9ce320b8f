import { answerParts, type Answer } from '../answer-parts.ts';
import { html, type Markup } from './markup.ts';

export function answerSection(answer: Answer): Markup {
  return html`<section id="answer" aria-labelledby="answer-title" tabindex="-1">
    <h2 id="answer-title">The answer</h2>
    <dl>
      ${answerParts(answer).map(
        ([term, text]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${text}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
