import type { TrialRecord } from '../../samples/trial-record.ts';
import { drawTrialCharts } from '../charts/charts.ts';
import { loadPencil } from '../charts/pencil.ts';
import { trialSource } from '../charts/trial-source.ts';
import { pageFile } from './page-file.ts';
import { trialBody } from './trial-body.ts';

/** The report of one trial that stands alone, as one HTML file; the record that it was made from is inside. */
export async function trialPage(trial: TrialRecord): Promise<string> {
  const source = trialSource(trial);
  return pageFile(trialBody(source, drawTrialCharts(source, await loadPencil())), trial);
}
