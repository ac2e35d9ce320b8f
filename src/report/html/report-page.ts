import type { StoredRun } from '../../samples/run-record.ts';
import { chartSource } from '../charts/chart-source.ts';
import { drawCharts } from '../charts/charts.ts';
import { loadPencil } from '../charts/pencil.ts';
import { html } from './markup.ts';
import { pageFile } from './page-file.ts';
import { runBody } from './run-body.ts';

/** The report of a run as one HTML file; the record that it was made from is inside. */
export async function reportPage(stored: StoredRun): Promise<string> {
  const source = chartSource(stored);
  const charts = stored.trials.length === 0 ? [] : drawCharts(source, await loadPencil());
  return pageFile(runBody(source, charts, RECORD_IS_INSIDE), stored);
}

const RECORD_IS_INSIDE = html`<p>
  The record is inside this file: <code>loadstone report</code> and <code>loadstone compare</code> read it as
  they read what <code>--json</code> writes.
</p>`;
