import type { Comparison } from '../../samples/comparison.ts';
import type { Chart } from '../charts/chart.ts';
import { comparisonAnswer } from '../comparison-answer.ts';
import { comparisonTable } from '../comparison-columns.ts';
import { comparisonHead, comparisonNotes, comparisonSummary } from '../comparison-notes.ts';
import { conditionText } from '../figure-text.ts';
import { answerSection } from './answer-section.ts';
import { chartsSection } from './charts-section.ts';
import type { PageBody } from './document.ts';
import { html, type Markup } from './markup.ts';
import { tableElement } from './table-element.ts';
import { timeElement } from './time-element.ts';

/**
 * All that is told of a comparison.
 * @param charts those of `drawComparisonCharts`
 */
export function comparisonBody(comparison: Comparison, charts: readonly Chart[]): PageBody {
  return {
    title: comparisonHead(comparison),
    heading: headingOf(comparison),
    contents: [
      { href: '#answer', name: 'Answer' },
      ...(charts.length > 0 ? [{ href: '#charts', name: 'Charts' }] : []),
      { href: '#figures', name: 'Figures' },
      { href: '#differences', name: 'What else differs' },
    ],
    sections: html`${answerSection(comparisonAnswer(comparison))} ${chartsSection(charts)}
    ${figuresSection(comparison)} ${differencesSection(comparison)}`,
  };
}

function headingOf({ a, b }: Comparison): Markup {
  if (b.level !== null)
    return html`<h1>${b.level} against ${a.level ?? 'a'}</h1>
      <p class="meta">Measured in turn · ${timeElement(b.startedAt)} · run ${b.run}</p>`;
  return html`<h1>Two runs compared</h1>
    <p class="meta">
      a: run ${a.run}, ${timeElement(a.startedAt)}<br />b: run ${b.run}, ${timeElement(b.startedAt)}
    </p>`;
}

const figuresSection = (comparison: Comparison): Markup =>
  html`<section id="figures" aria-labelledby="figures-title">
    <h2 id="figures-title">Figures</h2>
    ${tableElement(comparisonTable(comparison))}
    <p>${comparisonSummary(comparison)}</p>
    <ul class="plain-notes">
      ${comparisonNotes(comparison).map((note) => html`<li>${note}</li>`)}
    </ul>
  </section>`;

function differencesSection({ differences, onlyIn }: Comparison): Markup {
  const lists = (['a', 'b'] as const).flatMap((side) =>
    onlyIn[side].length === 0
      ? []
      : [
          html`<h3>Only in ${side}, and not compared</h3>
            ${listElement(onlyIn[side].map(conditionText))}`,
        ],
  );
  return html`<section id="differences" aria-labelledby="differences-title">
    <h2 id="differences-title">What else differs</h2>
    ${
      differences.length === 0
        ? html`<p>Load, load generator, machine and time scale are alike, as far as the records say.</p>`
        : html`<p>The two were not measured alike, so that a verdict may be of that:</p>
            ${listElement(differences)}`
    }
    ${lists}
  </section>`;
}

const listElement = (items: readonly string[]): Markup =>
  html`<ul>
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;
