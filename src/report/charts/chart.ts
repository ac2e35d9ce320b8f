import type { FigureTable } from '../figure-table.ts';
import type { Inference } from '../inference.ts';
import type { RunTable } from '../run-table.ts';
import type { StoredRun } from '../../samples/run-record.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import type { ConditionLimit } from '../condition-limits.ts';
import type { ChartCondition } from './chart-condition.ts';
import type { Pencil } from './pencil.ts';

/** For windows of a desk and of a hand: text that is made smaller to fit cannot be read. */
export const CHART_WIDTHS = { wide: 800, narrow: 340 } as const;

export type ChartWidth = keyof typeof CHART_WIDTHS;

/** One finding of a run as a picture, with all that is needed by somebody who does not see it. */
export interface Chart {
  /** Unlike that of any other chart: letters and dashes. */
  readonly name: string;
  /** What is found, as a sentence without its full stop. */
  readonly title: string;
  /** How to read it. */
  readonly explanation: string;
  /** Stands in for the picture. */
  readonly alternative: string;
  readonly legend: readonly LegendEntry[];
  /** SVG text of each width; colours are the CSS variables of `palette.ts`. */
  readonly svg: Readonly<Record<ChartWidth, string>>;
  /** The figures that are drawn. */
  readonly table: FigureTable;
}

export interface LegendEntry {
  readonly label: string;
  /** What is drawn, as SVG markup in a box of 24 × 14. */
  readonly mark: string;
}

/** What charts are made from, whether of one trial or of a run. */
export interface MeasuredSource {
  /** The invalid ones too. */
  readonly trials: readonly TrialRecord[];
  /** Those that were measured, in the plan's order; at least one. */
  readonly conditions: readonly ChartCondition[];
  /** By the key of a condition, as far as anything is known of it. */
  readonly limits: ReadonlyMap<string, ConditionLimit>;
}

/** The same of a run, with what follows from it once for all charts. */
export interface ChartSource extends MeasuredSource {
  readonly stored: StoredRun;
  readonly table: RunTable;
  readonly inference: Inference;
}

/** @returns undefined where the record has nothing of it */
export type ChartMaker<Source> = (source: Source, pencil: Pencil) => Chart | undefined;

/** Whether there is one trial, so that there is nothing to choose from or to compare. */
export const isOneTrial = ({ trials }: MeasuredSource): boolean => trials.length === 1;

/** Draws both widths. */
export const bothWidths = (draw: (width: ChartWidth) => string): Chart['svg'] => ({
  wide: draw('wide'),
  narrow: draw('narrow'),
});
