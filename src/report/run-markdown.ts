import type { StoredRun } from '../samples/run-record.ts';
import { answerParts } from './answer-parts.ts';
import { answerOf } from './answer.ts';
import { effectTable } from './effect-table.ts';
import type { FigureTable } from './figure-table.ts';
import { inferenceNotes } from './inference-notes.ts';
import { inferenceOf, type Inference } from './inference.ts';
import { intervalTable } from './interval-table.ts';
import { MOST_BYTES, withinBudget, type MarkdownSection } from './markdown-budget.ts';
import { bullets, codeBlock, escaped, termBullets } from './markdown.ts';
import { measuredHow } from './measured-how.ts';
import { predictionNotes, predictionTable } from './prediction-table.ts';
import { repeatCommand } from './repeat-command.ts';
import { figureTables } from './run-columns.ts';
import { FINDING_TOPICS, type RunFinding } from './run-finding.ts';
import { runFindings } from './run-findings.ts';
import { progressText, tableNotes } from './run-notes.ts';
import { runTable, type RunTable } from './run-table.ts';
import { WORDS } from './words.ts';
import { workerTable } from './worker-table.ts';

/** The report of a run for a pull request or a job summary: answer, table and verdicts open, the rest folded. */
export function runMarkdown(stored: StoredRun): string {
  const table = runTable(stored);
  const inference = inferenceOf(stored);
  return withinBudget(
    [
      { title: '', isFolded: false, body: headText(stored, table) },
      { title: '', isFolded: false, body: answerText(stored, table, inference) },
      ...openTables(table, inference),
      ...findingsSection(stored, table, inference),
      ...listSection('Warnings', stored.run.warnings),
      ...foldedSections(stored, table, inference),
    ],
    MOST_BYTES,
  );
}

function headText({ run }: StoredRun, table: RunTable): string {
  const scale = run.timeScale === 1 ? '' : ` Time scale ${run.timeScale}.`;
  return [
    `# ${escaped(run.plan.name)}`,
    `${escaped(progressText(table))}.${scale} Run ${escaped(run.id)}, started ${run.startedAt}.`,
  ].join('\n\n');
}

const answerText = (stored: StoredRun, table: RunTable, inference: Inference): string =>
  termBullets(answerParts(answerOf(stored, table, inference)));

const tableSection = (figures: FigureTable, isFolded: boolean): MarkdownSection => ({
  title: figures.title,
  isFolded,
  body: figures,
});

function openTables(table: RunTable, inference: Inference): MarkdownSection[] {
  const [throughput] = figureTables(table);
  return [throughput, effectTable(inference)].flatMap((figures) =>
    figures === undefined ? [] : [tableSection(figures, false)],
  );
}

function foldedSections(stored: StoredRun, table: RunTable, inference: Inference): MarkdownSection[] {
  const [, ...times] = figureTables(table);
  const tables = [
    ...times,
    predictionTable(table, stored),
    intervalTable(table, inference),
    workerTable(stored, 'levels'),
  ].filter((figures) => figures !== undefined);
  const notes = [...tableNotes(table), ...predictionNotes(stored), ...inferenceNotes(stored.run, inference)];
  const how = measuredHow(stored, table).map(([term, text]) => `${term}: ${text}`);
  return [
    ...tables.map((figures) => tableSection(figures, true)),
    ...(notes.length === 0 ? [] : [{ title: 'Notes on the tables', isFolded: true, body: bullets(notes) }]),
    { title: 'Words', isFolded: true, body: termBullets(WORDS) },
    {
      title: 'How it was measured, and how to repeat it',
      isFolded: true,
      body: `${bullets(how)}\n\n${codeBlock(repeatCommand(stored.run))}`,
    },
  ];
}

function findingsSection(stored: StoredRun, table: RunTable, inference: Inference): MarkdownSection[] {
  const findings = runFindings(stored, table, inference);
  return Object.entries(FINDING_TOPICS).flatMap(([topic, title]): MarkdownSection[] => {
    const own = findings.filter((finding) => finding.topic === topic);
    return own.length === 0
      ? []
      : [{ title, isFolded: topic === 'reading', body: own.map(findingText).join('\n') }];
  });
}

function findingText({ statement, evidence, remedy }: RunFinding): string {
  const more = [
    ...(evidence.length === 0 ? [] : [`Evidence: ${evidence.join('; ')}.`]),
    ...(remedy === null ? [] : [`Remedy: ${remedy}`]),
  ];
  return [`- ${escaped(statement)}`, ...more.map((text) => `  - ${escaped(text)}`)].join('\n');
}

const listSection = (title: string, items: readonly string[]): MarkdownSection[] =>
  items.length === 0 ? [] : [{ title, isFolded: true, body: bullets(items) }];
