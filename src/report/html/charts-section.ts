import type { Chart } from '../charts/chart.ts';
import { chartElement } from './chart-element.ts';
import { html, type Markup } from './markup.ts';

/** @returns undefined where there is nothing to draw */
export const chartsSection = (charts: readonly Chart[]): Markup | undefined =>
  charts.length === 0
    ? undefined
    : html`<section id="charts" aria-labelledby="charts-title">
        <h2 id="charts-title">Charts</h2>
        ${charts.map(chartElement)}
      </section>`;
