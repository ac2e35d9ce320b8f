import type { FigureTable } from './figure-table.ts';
import { figureTables } from './run-columns.ts';
import type { StoredRun } from '../samples/run-record.ts';
import { diagnose } from '../diagnosis/diagnosis.ts';
import { ceilingSentences } from './ceiling-sentences.ts';
import { conclusionSentence } from './conclusion-sentences.ts';
import { conclusions } from './conclusions.ts';
import { effectTable } from './effect-table.ts';
import { predictionNotes, predictionTable } from './prediction-table.ts';
import { inferenceNotes } from './inference-notes.ts';
import { inferenceOf, type Inference } from './inference.ts';
import { intervalTable } from './interval-table.ts';
import { escaped, markdownTable } from './markdown.ts';
import { progressText, tableNotes } from './run-notes.ts';
import { workerTable } from './worker-table.ts';
import { runTable, type RunTable } from './run-table.ts';

/** The report of a run for GitHub and whatever else reads its Markdown. */
export function runMarkdown(stored: StoredRun): string {
  const table = runTable(stored);
  const inference = inferenceOf(stored);
  const { run } = table;
  const scale = run.timeScale === 1 ? '' : ` Time scale ${run.timeScale}.`;
  const sections = [
    `# ${escaped(run.plan.name)}`,
    `${escaped(progressText(table))}.${scale} Run ${escaped(run.id)}, started ${run.startedAt}.`,
    ...tablesOf(stored, table, inference).flatMap((figures) => [
      `## ${figures.title}`,
      markdownTable(figures),
    ]),
    ...[...tableNotes(table), ...predictionNotes(stored), ...inferenceNotes(run, inference)].map(escaped),
    ...listSection('Warnings', run.warnings),
    ...listSection('What follows', conclusions(stored, inference).map(conclusionSentence)),
    ...listSection('Ceilings', ceilingSentences(diagnose(stored))),
  ];
  return `${sections.join('\n\n')}\n`;
}

function tablesOf(stored: StoredRun, table: RunTable, inference: Inference): FigureTable[] {
  const others = [
    predictionTable(table, stored),
    intervalTable(table, inference),
    effectTable(inference),
    workerTable(stored, 'levels'),
  ].filter((figures) => figures !== undefined);
  return [...figureTables(table), ...others];
}

function listSection(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`## ${title}`, items.map((item) => `- ${escaped(item)}`).join('\n')];
}
