import type { FigureTable } from './figure-table.ts';
import { figureTables } from './run-columns.ts';
import pc from 'picocolors';
import type { StoredRun } from '../samples/run-record.ts';
import { answerParts } from './answer-parts.ts';
import { answerOf } from './answer.ts';
import { reportedSweep } from './reported-sweep.ts';
import { runFindings } from './run-findings.ts';
import { toldDiagnoses } from './told-diagnoses.ts';
import { ceilingSentences } from './ceiling-sentences.ts';
import { conclusions } from './conclusions.ts';
import { conclusionSentence } from './conclusion-sentences.ts';
import { paragraph } from './paragraph.ts';
import { effectTable } from './effect-table.ts';
import { predictionNotes, predictionTable } from './prediction-table.ts';
import { inferenceNotes } from './inference-notes.ts';
import { inferenceOf, type Inference } from './inference.ts';
import { intervalTable } from './interval-table.ts';
import { progressText, tableNotes } from './run-notes.ts';
import { runTable, type RunTable } from './run-table.ts';
import {
  answerLines,
  bulletSection,
  legendLines,
  numberedLines,
  WIDEST_KEYS,
  WIDTH,
  withNumberedKeys,
} from './terminal-sections.ts';
import { workerTable } from './worker-table.ts';
import { keysWidth, tableLines, type Paint } from './text-table.ts';

export interface TerminalOptions {
  color: boolean;
}

/** The report of a run for a terminal of 80 columns. */
export function runTerminal(stored: StoredRun, { color }: TerminalOptions): string {
  const colours = pc.createColors(color);
  const paint: Paint = { heading: colours.bold, published: colours.cyan, warning: colours.yellow };
  const table = runTable(stored);
  const inference = inferenceOf(stored);
  const heading = colours.bold;
  const sections = [
    headLines(table, heading),
    ...tableSections(stored, table, inference, paint),
    [...tableNotes(table), ...predictionNotes(stored), ...inferenceNotes(table.run, inference)].flatMap(
      (note) => paragraph(note, WIDTH),
    ),
    bulletSection('Warnings', table.run.warnings, heading),
    ...followingSections(stored, table, inference, heading),
    // The last lines are those that a terminal shows.
    answerLines(answerParts(answerOf(stored, table, inference)), heading),
  ];
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${text.join('\n\n')}\n`;
}

/** Of a sweep only what its trials say one by one: what follows from them together is the answer. */
function followingSections(
  stored: StoredRun,
  table: RunTable,
  inference: Inference,
  heading: (text: string) => string,
): string[][] {
  if (reportedSweep(stored) !== undefined) {
    const statements = runFindings(stored, table, inference).map(({ statement }) => statement);
    return [bulletSection('What follows', statements, heading)];
  }
  return [
    bulletSection('What follows', conclusions(stored, inference).map(conclusionSentence), heading),
    bulletSection('Ceilings', ceilingSentences(toldDiagnoses(stored)), heading),
  ];
}

function headLines(table: RunTable, heading: (text: string) => string): string[] {
  const { run } = table;
  const scale = run.timeScale === 1 ? '' : `, time scale ${run.timeScale}`;
  return [
    ...paragraph(`${run.plan.name}: ${progressText(table)}`, WIDTH).map(heading),
    ...paragraph(`Run ${run.id}, started ${run.startedAt}${scale}`, WIDTH),
  ];
}

function tableSections(stored: StoredRun, table: RunTable, inference: Inference, paint: Paint): string[][] {
  const intervals = intervalTable(table, inference);
  const tables = [...figureTables(table), predictionTable(table, stored), intervals].filter(
    (figures) => figures !== undefined,
  );
  const isNumbered = tables.some((figures) => keysWidth(figures) > WIDEST_KEYS);
  const shown = isNumbered ? tables.map((figures) => withNumberedKeys(figures, '#')) : tables;
  const legend = isNumbered ? [legendLines(table)] : [];
  const workers = workerTable(stored, isNumbered ? 'numbers' : 'levels');
  return [
    ...legend,
    ...shown.map((figures) => tableSection(figures, paint)),
    ...effectSections(inference, paint),
    ...(workers === undefined ? [] : [tableSection(workers, paint)]),
  ];
}

function effectSections(inference: Inference, paint: Paint): string[][] {
  const effects = effectTable(inference);
  if (effects === undefined) return [];
  if (keysWidth(effects) <= WIDEST_KEYS) return [tableSection(effects, paint)];
  const [, ...lines] = tableSection(withNumberedKeys(effects, 'effect'), paint);
  const legend = (effects.keys[0]?.cells ?? []).flatMap((_, index) =>
    numberedLines(index, effects.keys.map(({ cells }) => cells[index] ?? '').join(' ')),
  );
  return [[paint.heading(effects.title), ...legend, ...lines]];
}

function tableSection(table: FigureTable, paint: Paint): string[] {
  return [paint.heading(table.title), ...tableLines(table, WIDTH, paint)];
}
