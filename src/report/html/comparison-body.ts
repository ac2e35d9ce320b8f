import type { Comparison } from '../../samples/comparison.ts';
import type { Chart } from '../charts/chart.ts';
import { comparisonHead } from '../comparison-notes.ts';
import { chartsSection } from './charts-section.ts';
import type { PageBody } from './document.ts';
import { html } from './markup.ts';

/**
 * All that is told of a comparison.
 * @param charts those of `drawComparisonCharts`
 */
export function comparisonBody(comparison: Comparison, charts: readonly Chart[]): PageBody {
  return {
    title: comparisonHead(comparison),
    heading: html`<h1>${comparisonHead(comparison)}</h1>`,
    contents: [{ href: '#verdict', name: 'Verdict' }],
    sections: html`${chartsSection(charts)}`,
  };
}
