import { completionsChart } from './completions.ts';
import type { Chart, ChartMaker, ChartSource } from './chart.ts';
import { ledgerChart } from './ledger.ts';
import type { Pencil } from './pencil.ts';
import { processorChart } from './processor.ts';
import { residualsChart } from './residuals.ts';
import { serverLoadChart } from './server-load.ts';
import { sweepCharts } from './sweep/sweep-charts.ts';
import { survivalChart } from './survival.ts';
import { throughputChart } from './throughput.ts';
import { workerConnectionsChart } from './worker-connections.ts';

/** The charts of a run, in the order of the report. */
const CHARTS: readonly ChartMaker[] = [
  throughputChart,
  survivalChart,
  serverLoadChart,
  completionsChart,
  workerConnectionsChart,
  processorChart,
  ledgerChart,
  residualsChart,
];

/** Those that the record has the figures for. What a sweep found stands before all else. */
export function drawCharts(source: ChartSource, pencil: Pencil): Chart[] {
  const sweeps = sweepCharts(source, pencil);
  // Bars of its conditions would show the same, without the axis.
  const makers = sweeps.length === 0 ? CHARTS : CHARTS.filter((make) => make !== throughputChart);
  return [...sweeps, ...makers.flatMap((make) => make(source, pencil) ?? [])];
}
