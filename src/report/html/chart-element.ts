import type { Chart } from '../charts/chart.ts';
import { html, trustedMarkup, type Markup } from './markup.ts';
import { tableElement } from './table-element.ts';

/** A chart with its title, how to read it, and the figures behind it. */
export function chartElement(chart: Chart): Markup {
  const { name, title, explanation, legend, table } = chart;
  return html`<figure id="chart-${name}" aria-labelledby="chart-${name}-title">
    <h3 id="chart-${name}-title">${title}</h3>
    ${legend.length === 0 ? undefined : legendElement(legend)} ${picture(chart, 'wide')}
    ${picture(chart, 'narrow')}
    <figcaption>${explanation}</figcaption>
    <details>
      <summary>The figures behind it<span class="unseen">: ${title}</span></summary>
      ${tableElement(table)}
    </details>
  </figure>`;
}

const legendElement = (legend: Chart['legend']): Markup =>
  html`<ul class="legend">
    ${legend.map(({ label, mark }) => html`<li><svg viewBox="0 0 24 14" width="24" height="14" aria-hidden="true">${trustedMarkup(mark)}</svg>${label}</li>`)}
  </ul>`;

/** One of the two is shown, by the width of the window; the other is hidden from everybody. */
const picture = ({ svg, alternative }: Chart, width: 'wide' | 'narrow'): Markup =>
  html`<div class="picture ${width}" role="img" aria-label="${alternative}">
    ${trustedMarkup(svg[width])}
  </div>`;
