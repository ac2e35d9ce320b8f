import { UNKNOWN, plainColumn, type FigureTable, type Column } from './figure-table.ts';
import { keyColumns } from './run-columns.ts';
import pc from 'picocolors';
import type { Goal } from '../queueing/prediction/goal.ts';
import type { SimulatedCondition } from '../queueing/prediction/simulated-condition.ts';
import type { StoredRun } from '../samples/run-record.ts';
import { countedNoun, countText, figureText } from './figure-text.ts';
import { expectationSentence } from './expectation-sentences.ts';
import { goalSentence, goalText } from './goal-sentences.ts';
import { groupText } from './condition-groups.ts';
import { paragraph } from './paragraph.ts';
import { runTable, type RowFigures, type RunRow, type RunTable } from './run-table.ts';
import { keysWidth, tableLines, type Paint } from './text-table.ts';
import { bulletSection, legendLines, WIDEST_KEYS, WIDTH, withNumberedKeys } from './terminal-sections.ts';
import { timeUnitOf } from './time-unit.ts';

/** A run that was simulated, and what the formulas say of its conditions. */
interface Predicted {
  readonly stored: StoredRun;
  readonly conditions: readonly SimulatedCondition[];
}

interface PredictionOptions {
  readonly color: boolean;
  readonly goal?: Goal | undefined;
  /** What else has to be known of where the figures are from, each a sentence. */
  readonly sources?: readonly string[];
}

/** What is predicted of a plan, for a terminal of 80 columns. */
export function predictionTerminal(
  { stored, conditions }: Predicted,
  { color, goal, sources = [] }: PredictionOptions,
): string {
  const colours = pc.createColors(color);
  const paint: Paint = { heading: colours.bold, published: colours.cyan, warning: colours.yellow };
  const table = runTable(stored);
  const sections = [
    headLines(table, paint.heading),
    ...figureSections(table, conditions, paint),
    [...sources, ...notes(table)].flatMap((note) => paragraph(note, WIDTH)),
    bulletSection('Warnings', table.run.warnings, paint.heading),
    bulletSection('What limits it', limitSentences(table, conditions), paint.heading),
    ...(goal === undefined
      ? []
      : [bulletSection(`To reach ${goalText(goal)}`, goalSentences(goal, conditions), paint.heading)]),
  ];
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${text.join('\n\n')}\n`;
}

function headLines({ run, rows }: RunTable, heading: (text: string) => string): string[] {
  const scale = run.timeScale === 1 ? '' : `, time scale ${run.timeScale}`;
  const simulations =
    run.plan.replicates === 1 ? '' : `, the median of ${countedNoun(run.plan.replicates, 'simulation')} each`;
  return paragraph(
    `${run.plan.name}, predicted: ${countedNoun(rows.length, 'condition')}${simulations}${scale}`,
    WIDTH,
  ).map(heading);
}

function figureSections(
  table: RunTable,
  conditions: readonly SimulatedCondition[],
  paint: Paint,
): string[][] {
  const keys = keyColumns(table);
  const columns = columnsOf(table, conditions);
  const whole: FigureTable = { title: 'Predicted', keys, columns };
  if (keysWidth(whole) <= WIDEST_KEYS) return [tableLines(whole, WIDTH, paint)];
  return [legendLines(table), tableLines(withNumberedKeys(whole, '#'), WIDTH, paint)];
}

type CellText = (row: RunRow) => string | null;
type ColumnPlan = [group: string | null, header: string, cell: CellText];

function columnsOf(table: RunTable, conditions: readonly SimulatedCondition[]): Column[] {
  const unit = timeUnitOf(table);
  const time = (ms: number | null, beyondMs: number | null): string | null => {
    if (ms !== null) return figureText(ms / unit.ms);
    return beyondMs === null ? null : `>${figureText(beyondMs / unit.ms)}`;
  };
  const expected = (row: RunRow) => conditions.find(({ condition }) => condition === row.condition);
  const most = (row: RunRow): string | null => {
    const found = expected(row);
    return found?.state === 'predicted' ? rate(found.expectation.mostPerSecond) : null;
  };
  const isAnyTardy = table.rows.some(({ figures }) => tardy(figures) > 0);
  const seconds = 'requests/s';
  const times = `response time in ${unit.name}`;
  const plans: ColumnPlan[] = [
    [null, 'completed', of(({ completed }) => countText(completed))],
    ...(isAnyTardy
      ? [[null, 'too late', of((figures) => countText(tardy(figures)))] satisfies ColumnPlan]
      : []),
    [seconds, 'observed', of(({ observedPerSecond }) => rate(observedPerSecond))],
    [seconds, 'steady', of(({ steadyPerSecond }) => rate(steadyPerSecond))],
    [seconds, 'bound', most],
    [times, 'p50', of(({ p50Ms, p50BeyondMs }) => time(p50Ms, p50BeyondMs))],
    [times, 'p99', of(({ p99Ms, p99BeyondMs }) => time(p99Ms, p99BeyondMs))],
    [times, 'mean', of(({ meanMs, beyondMs }) => time(meanMs, beyondMs))],
  ];
  return plans.map(([group, header, cell]) =>
    plainColumn(
      header,
      table.rows.map((row) => cell(row) ?? UNKNOWN),
      { group },
    ),
  );
}

const rate = (perSecond: number | null): string | null => (perSecond === null ? null : figureText(perSecond));

const of =
  (figure: (figures: RowFigures) => string | null): CellText =>
  (row) =>
    row.figures === null ? null : figure(row.figures);

const tardy = (figures: RowFigures | null): number =>
  (figures?.completedLate ?? 0) + (figures?.timedOut ?? 0);

function notes({ rows }: RunTable): string[] {
  const isAnyTardy = rows.some(({ figures }) => tardy(figures) > 0);
  return [
    'Simulated; bound: what no such server exceeds in the long run, whatever its distributions (asymptotic bounds). A ' +
      'real server takes some milliseconds more for each request.',
    ...(isAnyTardy ? ['Too late: at or after the time-out, given up or late.'] : []),
  ];
}

function limitSentences(table: RunTable, conditions: readonly SimulatedCondition[]): string[] {
  const sentences = conditions.map((one): string => {
    if (one.state === 'unknown') return `cannot be predicted: ${one.missing}.`;
    const row = table.rows.find(({ condition }) => condition === one.condition);
    return expectationSentence(one.expectation, row?.figures ?? null);
  });
  return grouped(conditions, sentences);
}

function goalSentences(goal: Goal, conditions: readonly SimulatedCondition[]): string[] {
  const known = conditions.filter((one) => one.state === 'predicted');
  return grouped(
    known,
    known.map((one) => (one.goal === null ? '' : goalSentence(goal, one.goal))),
  );
}

/** The same sentence of several conditions is said once. */
function grouped(conditions: readonly SimulatedCondition[], sentences: readonly string[]): string[] {
  const groups = Map.groupBy(conditions.keys(), (index) => sentences[index] ?? '');
  return [...groups].map(
    ([sentence, indices]) =>
      `${groupText(
        indices.map((index) => conditions[index]?.condition ?? {}),
        conditions.map(({ condition }) => condition),
      )}: ${sentence}`,
  );
}
