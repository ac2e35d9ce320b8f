import type { Comparison } from '../../samples/comparison.ts';
import type { ChartMaker } from './chart.ts';

/** How many times as much b is as a, condition by condition and metric by metric. */
export const ratiosChart: ChartMaker<Comparison> = () => undefined;
