import type { Chart } from '../charts/chart.ts';
import type { TrialSource } from '../charts/trial-source.ts';
import { chartsSection } from './charts-section.ts';
import type { PageBody } from './document.ts';
import { html } from './markup.ts';

/**
 * All that is told of one trial.
 * @param charts those of `drawTrialCharts`
 */
export function trialBody({ trial, conditions }: TrialSource, charts: readonly Chart[]): PageBody {
  const [condition] = conditions;
  return {
    title: condition?.label ?? trial.load.url,
    heading: html`<h1>${condition?.label}</h1>`,
    contents: [{ href: '#answer', name: 'Answer' }],
    sections: html`${chartsSection(charts)}`,
  };
}
