import { completionsChart } from './completions.ts';
import type { Chart, ChartMaker, ChartSource } from './chart.ts';
import { ledgerChart } from './ledger.ts';
import type { Pencil } from './pencil.ts';
import { processorChart } from './processor.ts';
import { residualsChart } from './residuals.ts';
import { serverLoadChart } from './server-load.ts';
import { survivalChart } from './survival.ts';
import { throughputChart } from './throughput.ts';
import { workerConnectionsChart } from './worker-connections.ts';

/** The charts of a run, in the order of the report. A sweep's curve, with its models and its knee, belongs after the first. */
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

/** Those that the record has the figures for. */
export const drawCharts = (source: ChartSource, pencil: Pencil): Chart[] =>
  CHARTS.flatMap((make) => make(source, pencil) ?? []);
