import type { Comparison } from '../../samples/comparison.ts';
import { completionsChart } from './completions.ts';
import type { Chart, ChartMaker, ChartSource, MeasuredSource } from './chart.ts';
import { ledgerChart } from './ledger.ts';
import type { Pencil } from './pencil.ts';
import { processorChart } from './processor.ts';
import { ratiosChart } from './ratios.ts';
import { residualsChart } from './residuals.ts';
import { serverLoadChart } from './server-load.ts';
import { survivalChart } from './survival.ts';
import { throughputChart } from './throughput.ts';
import { workerConnectionsChart } from './worker-connections.ts';

/** The charts of a run, in the order of the report. A sweep's curve, with its models and its knee, belongs after the first. */
const OF_A_RUN: readonly ChartMaker<ChartSource>[] = [
  throughputChart,
  survivalChart,
  serverLoadChart,
  completionsChart,
  workerConnectionsChart,
  processorChart,
  ledgerChart,
  residualsChart,
];

/** Those of one trial: what needs others to be compared with is left out. */
const OF_A_TRIAL: readonly ChartMaker<MeasuredSource>[] = [
  survivalChart,
  completionsChart,
  serverLoadChart,
  processorChart,
  workerConnectionsChart,
  ledgerChart,
  residualsChart,
];

/** Those that the record has the figures for. */
export const drawCharts = (source: ChartSource, pencil: Pencil): Chart[] =>
  OF_A_RUN.flatMap((make) => make(source, pencil) ?? []);

export const drawTrialCharts = (source: MeasuredSource, pencil: Pencil): Chart[] =>
  OF_A_TRIAL.flatMap((make) => make(source, pencil) ?? []);

/** Those of a comparison. */
export const drawComparisonCharts = (comparison: Comparison, pencil: Pencil): Chart[] =>
  [ratiosChart].flatMap((make) => make(comparison, pencil) ?? []);
