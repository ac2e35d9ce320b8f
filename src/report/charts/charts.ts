import type { Comparison } from '../../samples/comparison.ts';
import { completionsChart } from './completions.ts';
import type { Chart, ChartMaker, ChartSource, MeasuredSource } from './chart.ts';
import { ledgerChart } from './ledger.ts';
import type { Pencil } from './pencil.ts';
import { processorChart } from './processor.ts';
import { ratiosChart } from './ratios.ts';
import { residualsChart } from './residuals.ts';
import { serverLoadChart } from './server-load.ts';
import { sweepCharts } from './sweep/sweep-charts.ts';
import { survivalChart } from './survival.ts';
import { throughputChart } from './throughput.ts';
import { workerConnectionsChart } from './worker-connections.ts';

/** The charts of a run, in the order of the report. */
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

/** Those that the record has the figures for. What a sweep found stands before all else. */
export function drawCharts(source: ChartSource, pencil: Pencil): Chart[] {
  const sweeps = sweepCharts(source, pencil);
  // Bars of its conditions would show the same, without the axis.
  const makers = sweeps.length === 0 ? OF_A_RUN : OF_A_RUN.filter((make) => make !== throughputChart);
  return [...sweeps, ...makers.flatMap((make) => make(source, pencil) ?? [])];
}

export const drawTrialCharts = (source: MeasuredSource, pencil: Pencil): Chart[] =>
  OF_A_TRIAL.flatMap((make) => make(source, pencil) ?? []);

/** Those of a comparison. */
export const drawComparisonCharts = (comparison: Comparison, pencil: Pencil): Chart[] =>
  [ratiosChart].flatMap((make) => make(comparison, pencil) ?? []);
