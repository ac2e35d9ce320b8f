import { createHash } from 'node:crypto';
import { embeddedRecord } from '../../samples/embedded-record.ts';
import type { StoredRun } from '../../samples/run-record.ts';
import { answerOf } from '../answer.ts';
import { chartSource } from '../charts/chart-source.ts';
import type { Chart, ChartSource } from '../charts/chart.ts';
import { drawCharts } from '../charts/charts.ts';
import { loadPencil } from '../charts/pencil.ts';
import { runFindings } from '../run-findings.ts';
import { progressText } from '../run-notes.ts';
import { chartElement } from './chart-element.ts';
import { html, trustedMarkup, type Markup } from './markup.ts';
import { STYLE } from './style.ts';
import { answerSection } from './answer-section.ts';
import { figuresSection } from './figures-section.ts';
import { findingsSection } from './findings-section.ts';
import { measuredSection, repeatSection } from './measured-section.ts';

/**
 * The report of a run as one HTML file: nothing is loaded from elsewhere, no script runs, and the record that it was made
 * from is inside.
 */
export async function reportPage(stored: StoredRun): Promise<string> {
  const source = chartSource(stored);
  const charts = stored.trials.length === 0 ? [] : drawCharts(source, await loadPencil());
  return `${pageOf(source, charts).markup}\n`;
}

/** Allows the one style sheet that is in the file, and nothing else. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function pageOf(source: ChartSource, charts: readonly Chart[]): Markup {
  const { stored, table, inference } = source;
  const { run } = stored;
  const findings = runFindings(stored, table, inference);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="Loadstone ${run.loadstoneVersion}" />
        <link rel="icon" href="data:," />
        <title>${run.plan.name} · Loadstone</title>
        ${trustedMarkup(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <a class="skip" href="#answer">Skip to the answer</a>
        <header>
          <p class="brand">Loadstone</p>
          <h1>${run.plan.name}</h1>
          ${run.plan.description === null ? undefined : html`<p class="lead">${run.plan.description}</p>`}
          <p class="meta">
            ${progressText(table)}${run.timeScale === 1 ? '' : `, time scale ${run.timeScale}`} ·
            <time datetime="${run.startedAt}">${dateText(run.startedAt)}</time> · run ${run.id}
          </p>
          <nav aria-label="Contents">
            <ul>
              ${[['answer', 'Answer'], ['figures', 'Figures'], ...(charts.length > 0 ? [['charts', 'Charts']] : []), ['findings', 'Findings'], ['measured', 'How it was measured'], ['repeat', 'Repeat it']].map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main>
          ${answerSection(answerOf(stored, table, inference))} ${figuresSection(source)}
          ${
            charts.length === 0
              ? undefined
              : html`<section id="charts" aria-labelledby="charts-title">
                  <h2 id="charts-title">Charts</h2>
                  ${charts.map(chartElement)}
                </section>`
          }
          ${findingsSection(findings)} ${measuredSection(source)} ${repeatSection(stored)}
        </main>
        <footer>
          <p>
            Made by Loadstone ${run.loadstoneVersion}. This file loads nothing from elsewhere and runs no
            script.
          </p>
        </footer>
        ${trustedMarkup(embeddedRecord(stored))}
      </body>
    </html>`;
}

/** `26 November 2026, 18:30 UTC`. */
const dateText = (iso: string): string =>
  `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(iso)).replace(' at ', ', ')} UTC`;
