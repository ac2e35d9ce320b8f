import { createHash } from 'node:crypto';
import { embeddedRecord } from '../../samples/embedded-record.ts';
import type { StoredRun } from '../../samples/run-record.ts';
import { answerOf, type Answer } from '../answer.ts';
import { chartSource } from '../charts/chart-source.ts';
import type { Chart, ChartSource } from '../charts/chart.ts';
import { drawCharts } from '../charts/charts.ts';
import { loadPencil } from '../charts/pencil.ts';
import { effectTable } from '../effect-table.ts';
import { inferenceNotes } from '../inference-notes.ts';
import { intervalTable } from '../interval-table.ts';
import { predictionNotes, predictionTable } from '../prediction-table.ts';
import { figureTables } from '../run-columns.ts';
import { FINDING_TOPICS, runFindings, type FindingTopic, type RunFinding } from '../run-findings.ts';
import { progressText, tableNotes } from '../run-notes.ts';
import { chartElement } from './chart-element.ts';
import { html, trustedMarkup, type Markup } from './markup.ts';
import { measuredHow } from '../measured-how.ts';
import { repeatCommand } from '../repeat-command.ts';
import { STYLE } from './style.ts';
import { tableElement } from './table-element.ts';

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

function answerSection({ best, limit, change, certainty }: Answer): Markup {
  const parts = [
    ['Best', best],
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

function figuresSection({ stored, table, inference }: ChartSource): Markup {
  const [throughput, times] = figureTables(table);
  const folded = [predictionTable(table, stored), intervalTable(table, inference)].filter(
    (one) => one !== undefined,
  );
  const effects = effectTable(inference);
  const notes = [...tableNotes(table), ...predictionNotes(stored), ...inferenceNotes(table.run, inference)];
  return html`<section id="figures" aria-labelledby="figures-title">
    <h2 id="figures-title">Figures</h2>
    ${[throughput, times, effects].map((one) => (one === undefined ? undefined : tableElement(one)))}
    ${folded.map(
      (one) =>
        html`<details>
          <summary>${one.title}</summary>
          ${tableElement(one)}
        </details>`,
    )}
    ${
      notes.length === 0
        ? undefined
        : html`<details
            class="notes"
            ${trustedMarkup(notes.some((note) => note.startsWith('Invalid')) ? ' open' : '')}
          >
            <summary>Notes on the tables (${notes.length})</summary>
            <ul>
              ${notes.map((note) => html`<li>${note}</li>`)}
            </ul>
          </details>`
    }
  </section>`;
}

function findingsSection(findings: readonly RunFinding[]): Markup {
  const topics = Object.entries(FINDING_TOPICS).flatMap(([topic, title]) => {
    const own = findings.filter((finding) => finding.topic === (topic as FindingTopic));
    return own.length === 0
      ? []
      : [
          html`<h3>${title}</h3>
            <ul class="findings ${topic}">
              ${own.map(findingElement)}
            </ul>`,
        ];
  });
  return html`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">Findings</h2>
    ${topics.length === 0 ? html`<p>Nothing follows from these figures.</p>` : topics}
  </section>`;
}

const findingElement = ({ statement, evidence, remedy }: RunFinding): Markup =>
  html`<li>
    <p>${statement}</p>
    ${evidence.length === 0 ? undefined : html`<p class="evidence"><b>Evidence</b> ${evidence.join(' · ')}</p>`}
    ${remedy === null ? undefined : html`<p class="remedy"><b>Remedy</b> ${remedy}</p>`}
  </li>`;

function measuredSection({ stored, table }: ChartSource): Markup {
  const { run, trials } = stored;
  const invalid = trials.filter(({ validity }) => !validity.valid).length;
  return html`<section id="measured" aria-labelledby="measured-title">
    <h2 id="measured-title">How it was measured</h2>
    <dl class="details">
      ${measuredHow(stored, table).map(
        ([term, text]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${text}</dd>
          </div>`,
      )}
      <div>
        <dt>Validity</dt>
        <dd>
          ${trials.length - invalid} of ${trials.length} trials are
          valid${invalid > 0 ? '; the notes on the tables say what spoilt the others' : ''}.
        </dd>
      </div>
    </dl>
    ${
      run.warnings.length === 0
        ? undefined
        : html`<h3>Warnings</h3>
            <ul>
              ${run.warnings.map((warning) => html`<li>${warning}</li>`)}
            </ul>`
    }
  </section>`;
}

const repeatSection = ({ run }: StoredRun): Markup =>
  html`<section id="repeat" aria-labelledby="repeat-title">
    <h2 id="repeat-title">Repeat it</h2>
    <pre tabindex="0" aria-label="The command that repeats the run"><code>${repeatCommand(run)}</code></pre>
    <p>
      The record is inside this file: <code>loadstone report</code> and <code>loadstone compare</code> read it
      as they read what <code>--json</code> writes.
    </p>
  </section>`;
