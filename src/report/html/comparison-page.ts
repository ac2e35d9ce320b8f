import type { Comparison } from '../../samples/comparison.ts';
import { drawComparisonCharts } from '../charts/charts.ts';
import { loadPencil } from '../charts/pencil.ts';
import { comparisonBody } from './comparison-body.ts';
import { pageFile } from './page-file.ts';

/** A comparison as one HTML file; the records of the two are in the reports of them. */
export const comparisonPage = async (comparison: Comparison): Promise<string> =>
  pageFile(comparisonBody(comparison, drawComparisonCharts(comparison, await loadPencil())), null);
