import type { PredictedFigures } from '../samples/prediction.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { measuredFigure } from './facts/unexplained.ts';
import { plainColumn, UNKNOWN, type FigureTable } from './figure-table.ts';
import { countText, rangeText, rateText, timeText } from './figure-text.ts';
import { residualText } from './prediction-table.ts';

const FIGURES: readonly {
  readonly name: keyof PredictedFigures;
  readonly label: string;
  readonly text: (value: number) => string;
}[] = [
  { name: 'completed', label: 'completed', text: (count) => countText(Math.round(count)) },
  { name: 'steadyPerSecond', label: 'steady state', text: rateText },
  { name: 'meanMs', label: 'mean response time', text: timeText },
  { name: 'p50Ms', label: 'p50, all requests', text: timeText },
  { name: 'p99Ms', label: 'p99, all requests', text: timeText },
];

/**
 * Prediction, measurement and residual of one trial, a row a figure.
 * @returns undefined where nothing was predicted
 */
export function trialPredictionTable(trial: TrialRecord): FigureTable | undefined {
  const { prediction } = trial;
  if (prediction === null) return undefined;
  const rows = FIGURES.map((figure) => ({
    ...figure,
    expected: prediction.expected[figure.name],
    measured: measuredFigure(trial, figure.name),
  }));
  type Row = (typeof rows)[number];
  const cells = (text: (row: Row) => string): string[] => rows.map(text);
  return {
    title: 'Predicted beside measured',
    keys: [
      plainColumn(
        'figure',
        cells(({ label }) => label),
        { align: 'left' },
      ),
    ],
    columns: [
      plainColumn(
        'predicted',
        cells(({ expected, text }) => (expected === null ? UNKNOWN : text(expected.estimate))),
      ),
      plainColumn(
        'measured',
        cells(({ measured, text }) => (measured === null ? UNKNOWN : text(measured))),
      ),
      plainColumn(
        'off',
        cells(({ expected, measured }) => residualText({ expected: expected?.estimate ?? null, measured })),
      ),
      plainColumn(
        'explained',
        cells(({ expected, text }) => (expected === null ? UNKNOWN : rangeText(expected, text))),
      ),
    ],
  };
}
