import { answerParts } from '../answer-parts.ts';
import { answerOf } from '../answer.ts';
import type { Chart, ChartSource } from '../charts/chart.ts';
import { runFindings } from '../run-findings.ts';
import { progressText } from '../run-notes.ts';
import { answerSection } from './answer-section.ts';
import { chartsSection } from './charts-section.ts';
import type { PageBody } from './document.ts';
import { figuresSection } from './figures-section.ts';
import { findingsSection } from './findings-section.ts';
import { html, type Markup } from './markup.ts';
import { measuredSection, repeatSection } from './measured-section.ts';
import { timeElement } from './time-element.ts';

/**
 * All that is told of a run.
 * @param charts those of `drawCharts`; none where there are no trials yet
 * @param aside what is to be said beside the command that repeats it
 */
export function runBody(source: ChartSource, charts: readonly Chart[], aside?: Markup): PageBody {
  const { stored, table, inference } = source;
  return {
    title: stored.run.plan.name,
    heading: headingOf(source),
    contents: [
      { href: '#answer', name: 'Answer' },
      { href: '#figures', name: 'Figures' },
      ...(charts.length > 0 ? [{ href: '#charts', name: 'Charts' }] : []),
      { href: '#findings', name: 'Findings' },
      { href: '#measured', name: 'How it was measured' },
      { href: '#repeat', name: 'Repeat it' },
    ],
    sections: html`${answerSection(answerParts(answerOf(stored, table, inference)))} ${figuresSection(source)}
    ${chartsSection(charts)} ${findingsSection(runFindings(stored, table, inference))}
    ${measuredSection(source)} ${repeatSection(stored, aside)}`,
  };
}

function headingOf({ stored: { run }, table }: ChartSource): Markup {
  const { name, description } = run.plan;
  return html`<h1>${name}</h1>
    ${description === null ? undefined : html`<p class="lead">${description}</p>`}
    <p class="meta">
      ${progressText(table)}${run.timeScale === 1 ? '' : `, time scale ${run.timeScale} (all times of the plan × ${run.timeScale})`}
      · ${timeElement(run.startedAt)} · run ${run.id}
    </p>`;
}
