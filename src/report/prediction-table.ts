import { UNKNOWN, plainColumn, type FigureTable, type Column } from './figure-table.ts';
import { keyColumns } from './run-columns.ts';
import { conditionKey } from '../samples/condition-key.ts';
import type { PredictedFigures } from '../samples/prediction.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { measuredFigure } from './facts/unexplained.ts';
import { countText, figureText, rangeOf, rangeText, timeText } from './figure-text.ts';
import { median } from '../samples/median.ts';
import type { RunTable } from './run-table.ts';
import { differencePercent } from '../diagnosis/threshold.ts';
import { timeUnitOf } from './time-unit.ts';

/** Of a condition: what was expected, what was measured, and by how much that differs; medians over its trials. */
interface Compared {
  readonly expected: number | null;
  readonly measured: number | null;
}

/**
 * Prediction, measurement and residual beside each other, condition by condition.
 * @returns undefined where nothing was predicted
 */
export function predictionTable(table: RunTable, stored: StoredRun): FigureTable | undefined {
  if (stored.trials.every(({ prediction }) => prediction === null)) return undefined;
  const trials = table.rows.map(({ condition, isValid }) =>
    stored.trials.filter(
      (trial) =>
        conditionKey(trial.condition) === conditionKey(condition) && trial.validity.valid === isValid,
    ),
  );
  const unit = timeUnitOf(table);
  const time = (ms: number): string => figureText(ms / unit.ms);
  const columns = (group: string, figure: keyof PredictedFigures, text: (value: number) => string) =>
    comparedColumns(
      group,
      trials.map((own) => compared(own, figure)),
      text,
    );
  return {
    title: `Predicted beside measured; times in ${unit.name}`,
    keys: keyColumns(table),
    columns: [
      ...columns('completed', 'completed', (count) => countText(Math.round(count))),
      ...columns('steady/s', 'steadyPerSecond', figureText),
      ...columns('mean', 'meanMs', time),
      ...columns('p50', 'p50Ms', time),
    ],
  };
}

/** What has to be known to read the table; nothing where there is none. */
export function predictionNotes({ trials }: StoredRun): string[] {
  const allowed = trials.flatMap(({ prediction }) =>
    prediction === null ? [] : [prediction.allowedOverheadMs],
  );
  if (allowed.length === 0) return [];
  return [
    'Predicted: simulated before each trial, of a server that takes the hold and nothing else; off: measured against that. ' +
      `Up to ${rangeText(rangeOf(allowed), timeText)} more a request is no contradiction.`,
  ];
}

/** Of the trials that have both. */
function compared(trials: readonly TrialRecord[], figure: keyof PredictedFigures): Compared {
  const predicted = trials.filter(({ prediction }) => prediction !== null);
  return {
    expected: median(predicted.map(({ prediction }) => prediction?.expected[figure]?.estimate ?? null)),
    measured: median(predicted.map((trial) => measuredFigure(trial, figure))),
  };
}

function comparedColumns(
  group: string,
  cells: readonly Compared[],
  text: (value: number) => string,
): Column[] {
  const known = (value: number | null): string => (value === null ? UNKNOWN : text(value));
  const column = (header: string, cell: (one: Compared) => string): Column =>
    plainColumn(header, cells.map(cell), { group });
  return [
    column('model', ({ expected }) => known(expected)),
    column('ours', ({ measured }) => known(measured)),
    column('off', residualText),
  ];
}

/** How far off a figure is from what was expected of it, such as `+0.4%`. */
export function residualText({ expected, measured }: Compared): string {
  if (expected === null || measured === null) return UNKNOWN;
  if (expected === measured) return '0%';
  if (expected === 0) return UNKNOWN;
  const percent = differencePercent(measured, expected);
  const digits = Math.abs(percent) < 9.95 ? 1 : 0;
  const text = percent.toFixed(digits);
  return `${Number(text) > 0 ? '+' : ''}${Number(text) === 0 ? '0' : text}%`;
}
