import type { StoredRun } from '../samples/run-record.ts';
import { conclusionSentence } from './conclusion-sentences.ts';
import { conclusions } from './conclusions.ts';
import { escaped, markdownTable } from './markdown.ts';
import { figureTables, type FigureTable } from './run-columns.ts';
import { progressText, tableNotes } from './run-notes.ts';
import { workerTable } from './worker-table.ts';
import { runTable } from './run-table.ts';

/** The report of a run for GitHub and whatever else reads its Markdown. */
export function runMarkdown(stored: StoredRun): string {
  const table = runTable(stored);
  const { run } = table;
  const scale = run.timeScale === 1 ? '' : ` Time scale ${run.timeScale}.`;
  const sections = [
    `# ${escaped(run.plan.name)}`,
    `${escaped(progressText(table))}.${scale} Run ${escaped(run.id)}, started ${run.startedAt}.`,
    ...[...figureTables(table), ...workerTables(stored)].flatMap((figures) => [
      `## ${figures.title}`,
      markdownTable(figures),
    ]),
    ...tableNotes(table).map(escaped),
    ...listSection('Warnings', run.warnings),
    ...listSection('What follows', conclusions(stored).map(conclusionSentence)),
  ];
  return `${sections.join('\n\n')}\n`;
}

function workerTables(stored: StoredRun): FigureTable[] {
  const workers = workerTable(stored, 'levels');
  return workers === undefined ? [] : [workers];
}

function listSection(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`## ${title}`, items.map((item) => `- ${escaped(item)}`).join('\n')];
}
