import type { StoredRun } from '../../samples/run-record.ts';
import { conditionLimits } from '../condition-limits.ts';
import { inferenceOf } from '../inference.ts';
import { runTable } from '../run-table.ts';
import { chartConditions } from './chart-condition.ts';
import type { ChartSource } from './chart.ts';

/** Reckons once what several charts are made from. */
export const chartSource = (stored: StoredRun): ChartSource => ({
  stored,
  trials: stored.trials,
  table: runTable(stored),
  inference: inferenceOf(stored),
  conditions: chartConditions(stored),
  limits: conditionLimits(stored),
});
