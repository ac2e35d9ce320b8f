import { measuredFigure, predictedTrials, unexplainedTrials } from '../facts/unexplained.ts';
import { countedNoun, percentText } from '../figure-text.ts';
import { plainColumn, UNKNOWN, type FigureTable } from '../figure-table.ts';
import { differencePercent } from '../../diagnosis/threshold.ts';
import { median } from '../../samples/median.ts';
import type { PredictedFigures } from '../../samples/prediction.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { conditionColumn, type ChartCondition } from './chart-condition.ts';
import { bothWidths, isOneTrial, type Chart, type MeasuredSource, type ChartWidth } from './chart.ts';
import { areaEntry } from './legend.ts';
import { FAINT, INK, PAPER, seriesColour } from './palette.ts';
import type { Pencil } from './pencil.ts';
import { rowLayout, rowNames } from './rows.ts';

/** The figures that a trial is held against its prediction by, with how they are drawn. */
const FIGURES = [
  { name: 'completed', label: 'completed', symbol: 'square', path: 'M7,2H17V12H7Z' },
  {
    name: 'steadyPerSecond',
    label: 'steady throughput',
    symbol: 'circle',
    path: 'M12,2A5,5 0 1 0 12,12A5,5 0 1 0 12,2Z',
  },
  { name: 'p50Ms', label: 'median response time', symbol: 'triangle', path: 'M12,2L18,12H6Z' },
  { name: 'meanMs', label: 'mean response time', symbol: 'diamond', path: 'M12,1L17,7L12,13L7,7Z' },
] as const satisfies readonly { name: keyof PredictedFigures; label: string; symbol: string; path: string }[];

interface Residual {
  readonly label: string;
  readonly figure: number;
  readonly percent: number;
  readonly words: string;
}

interface ResidualRow {
  readonly label: string;
  readonly residuals: readonly Residual[];
  /** What of the steady throughput the model allows, in percent of what it expects. */
  readonly allowed: { readonly least: number; readonly most: number } | null;
}

const MOST_ROWS = 24;

/** How far each trial is from what was predicted of it. */
export function residualsChart(source: MeasuredSource, pencil: Pencil): Chart | undefined {
  const { trials, conditions } = source;
  const all = conditions.flatMap(rowOf);
  if (all.length === 0) return undefined;
  const rows = all.slice(0, MOST_ROWS);
  const predicted = predictedTrials(trials).length;
  const outside = unexplainedTrials(trials, { isReplicated: trials.length > 1 }).length;
  return {
    name: 'residuals',
    title: isOneTrial(source) ? titleOfOne(source, outside, all) : titleOf(predicted, outside, all),
    explanation: `Measured less predicted, in percent of the predicted; one mark a ${isOneTrial(source) ? 'figure' : 'trial and figure'}. The band is what the model and its allowance for overhead leave to the steady throughput.`,
    alternative: `Residuals of the prediction. ${rows.map(rowWords).join('; ')}.`,
    legend: [
      ...FIGURES.map(({ label, path }, place) => ({
        label,
        mark: `<path d="${path}" fill="${seriesColour(place)}"/>`,
      })),
      areaEntry('allowed (steady)', FAINT),
    ],
    svg: bothWidths((width) => draw(rows, width, pencil)),
    table: tableOf(all),
  };
}

function rowOf({ label, trials }: ChartCondition): ResidualRow[] {
  const residuals = trials.flatMap((trial) => residualsOf(trial, label));
  if (residuals.length === 0) return [];
  const ranges = trials
    .flatMap(({ prediction }) => prediction?.expected.steadyPerSecond ?? [])
    .filter(({ estimate }) => estimate > 0);
  const ends = (end: 'least' | 'most') =>
    median(ranges.map((range) => differencePercent(range[end], range.estimate)));
  const [least, most] = [ends('least'), ends('most')];
  return [{ label, residuals, allowed: least === null || most === null ? null : { least, most } }];
}

function residualsOf(trial: TrialRecord, label: string): Residual[] {
  return FIGURES.flatMap(({ name, label: figureLabel }, figure) => {
    const expected = trial.prediction?.expected[name]?.estimate;
    const measured = measuredFigure(trial, name);
    if (expected === undefined || expected === 0 || measured === null) return [];
    const percent = differencePercent(measured, expected);
    return [
      {
        label,
        figure,
        percent,
        words: `${label}, replicate ${trial.order.replicate}: ${figureLabel} ${signedPercent(percent)}`,
      },
    ];
  });
}

const furthestOf = (rows: readonly ResidualRow[]): number =>
  Math.max(...rows.flatMap(({ residuals }) => residuals.map(({ percent }) => Math.abs(percent))));

function titleOfOne({ trials }: MeasuredSource, outside: number, rows: readonly ResidualRow[]): string {
  const furthest = percentText(furthestOf(rows));
  if (predictedTrials(trials).length === 0) return `Figures are off the prediction by up to ${furthest}`;
  return outside === 0
    ? `The model explains this trial; no figure is off by more than ${furthest}`
    : `The model cannot explain this trial; figures are off by up to ${furthest}`;
}

function titleOf(predicted: number, outside: number, rows: readonly ResidualRow[]): string {
  const furthest = furthestOf(rows);
  if (predicted === 0)
    return `No valid trial was predicted; the others are off by up to ${percentText(furthest)}`;
  return outside === 0
    ? `The model explains ${predicted === 1 ? 'the one trial' : `all ${countedNoun(predicted, 'trial')}`} it predicted; no figure is off by more than ${percentText(furthest)}`
    : `The model cannot explain ${outside} of ${countedNoun(predicted, 'trial')}; figures are off by up to ${percentText(furthest)}`;
}

function draw(rows: readonly ResidualRow[], width: ChartWidth, pencil: Pencil): string {
  const { plot } = pencil;
  const { isStacked, ...size } = rowLayout(
    rows.map(({ label }) => label),
    width,
    { rowHeight: 32, marginRight: 20 },
  );
  const residuals = rows.flatMap((row) => row.residuals);
  const ends = [
    ...residuals.map(({ percent }) => Math.abs(percent)),
    ...rows.flatMap(({ allowed }) =>
      allowed === null ? [] : [Math.abs(allowed.least), Math.abs(allowed.most)],
    ),
  ];
  const most = Math.max(1, ...ends) * 1.08;
  const dy = isStacked ? 9 : 0;
  return pencil.draw({
    ...size,
    x: {
      domain: [-most, most],
      label: 'measured against predicted in %',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: isStacked ? 4 : 8,
      tickFormat: signedTick,
      grid: true,
      tickSize: 0,
    },
    y: { domain: rows.map(({ label }) => label), axis: null, padding: 0.25 },
    symbol: { domain: FIGURES.map((_, place) => place), range: FIGURES.map(({ symbol }) => symbol) },
    marks: [
      plot.barX(
        rows.filter(({ allowed }) => allowed !== null),
        {
          y: 'label',
          x1: ({ allowed }: ResidualRow) => allowed?.least,
          x2: ({ allowed }: ResidualRow) => allowed?.most,
          insetTop: isStacked ? 18 : 0,
          fill: FAINT,
        },
      ),
      plot.ruleX([0], { stroke: INK }),
      plot.dot(residuals, {
        y: 'label',
        x: 'percent',
        dy,
        r: 5,
        symbol: 'figure',
        fill: ({ figure }: Residual) => seriesColour(figure),
        stroke: PAPER,
        strokeWidth: 0.8,
        title: 'words',
      }),
      rowNames(rows, { isStacked }, pencil),
    ],
    color: { type: 'identity' },
  });
}

const middleOf = ({ residuals }: ResidualRow, figure: number): number | null =>
  median(residuals.filter((residual) => residual.figure === figure).map(({ percent }) => percent));

function rowWords(row: ResidualRow): string {
  const parts = FIGURES.flatMap(({ label }, figure) => {
    const percent = middleOf(row, figure);
    return percent === null ? [] : [`${label} ${signedPercent(percent)}`];
  });
  return `${row.label}: ${parts.join(', ')}`;
}

const signedPercent = (percent: number): string =>
  `${percent > 0.05 ? '+' : percent < -0.05 ? '−' : ''}${Math.abs(percent).toFixed(1)} %`;

function tableOf(rows: readonly ResidualRow[]): FigureTable {
  return {
    title: 'Measured against predicted, medians over the trials of a condition',
    keys: [conditionColumn(rows.map(({ label }) => label))],
    columns: FIGURES.map(({ label }, figure) =>
      plainColumn(
        label,
        rows.map((row) => {
          const percent = middleOf(row, figure);
          return percent === null ? UNKNOWN : signedPercent(percent);
        }),
      ),
    ),
  };
}

const signedTick = (percent: number): string =>
  `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent)}`;
