import { parseHTML } from 'linkedom';
import { chartSource } from '../../../src/report/charts/chart-source.ts';
import type { Chart, ChartMaker, ChartSource } from '../../../src/report/charts/chart.ts';
import { loadPencil } from '../../../src/report/charts/pencil.ts';
import type { StoredRun } from '../../../src/samples/run-record.ts';

const pencil = await loadPencil();

/** Draws one chart of a run. */
export const drawn = (make: ChartMaker<ChartSource>, stored: StoredRun): Chart | undefined =>
  make(chartSource(stored), pencil);

/** An element of a drawing, as far as tests look at it. */
export interface Shape {
  readonly attribute: (name: string) => number;
  readonly text: string;
}

/** The elements of a drawing that a CSS selector finds. */
export function shapes({ svg }: Chart, selector: string, width: 'wide' | 'narrow' = 'wide'): Shape[] {
  const { document } = parseHTML(`<!doctype html><html><body>${svg[width]}</body></html>`);
  return [...document.querySelectorAll(selector)].map((element) => ({
    attribute: (name) => Number(element.getAttribute(name)),
    text: element.textContent ?? '',
  }));
}

/** The cells of a column of the table behind a chart. */
export const column = ({ table }: Chart, header: string): readonly string[] =>
  table.columns.find((one) => one.header === header)?.cells ?? [];
