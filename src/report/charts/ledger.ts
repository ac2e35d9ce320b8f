import { conditionColumn } from './chart-condition.ts';
import { countText, percentText } from '../figure-text.ts';
import { plainColumn, UNKNOWN, type FigureTable } from '../figure-table.ts';
import {
  bothWidths,
  CHART_WIDTHS,
  isOneTrial,
  type Chart,
  type MeasuredSource,
  type ChartWidth,
} from './chart.ts';
import { areaEntry } from './legend.ts';
import { INK, PAPER, seriesColour } from './palette.ts';
import type { Pencil } from './pencil.ts';
import { shortName } from './rows.ts';
import { ENDS, type End, type LedgerRow, ledgerRows, rowWords } from './ledger-rows.ts';

const COLOURS: Readonly<Record<End, string>> = {
  'in time': seriesColour(0),
  late: seriesColour(1),
  'timed out': seriesColour(3),
  failed: seriesColour(4),
  'in flight at the end': PAPER,
};

/** Where every request of every trial ended: one bar a trial, the whole of it the requests begun. */
export function ledgerChart(source: MeasuredSource, pencil: Pencil): Chart | undefined {
  const rows = source.conditions
    .flatMap((condition) => ledgerRows(condition, source.trials))
    .filter(({ total }) => total > 0);
  if (rows.length === 0) return undefined;
  const ends = ENDS.filter((end) => rows.some(({ counts }) => counts[end] > 0));
  return {
    name: 'ledger',
    title: titleOf(rows),
    explanation: isOneTrial(source)
      ? 'The whole of the bar are the requests that were begun, and its parts are where they ended.'
      : 'One bar a trial: the whole of it are the requests that were begun, and its parts are where they ended. Invalid trials are marked with !.',
    alternative: `Bars of where requests ended. ${rows.slice(0, 24).map(rowWords).join('; ')}${rows.length > 24 ? '; and so on in the table' : ''}.`,
    legend: ends.map((end) => areaEntry(end, COLOURS[end], end === 'in flight at the end' ? INK : 'none')),
    svg: bothWidths((width) => draw(rows, ends, width, pencil)),
    table: tableOf(rows, ends),
  };
}

function titleOf(rows: readonly LedgerRow[]): string {
  const checked = rows.filter(({ balances }) => balances !== null);
  const broken = checked.filter(({ balances }) => balances === false).length;
  const sum = (end: End): number => rows.reduce((total, { counts }) => total + counts[end], 0);
  const all = rows.reduce((total, row) => total + row.total, 0);
  const lost = sum('timed out') + sum('failed');
  const balance =
    checked.length === 0
      ? 'What became of the requests'
      : broken > 0
        ? `The ledger of ${broken} of ${checked.length} trials does not balance`
        : `All ${countText(all)} requests are accounted for`;
  return `${balance}: ${lost === 0 ? 'none was lost' : `${percentText((lost / all) * 100)} timed out or failed`}, ${percentText((sum('late') / all) * 100)} came late`;
}

const BAR = { wide: 14, narrow: 12 } as const;
/** Of a trial that stands alone. */
const THICK_BAR = 34;
/** Of many trials; their numbers are in the tool-tips then. */
const THIN_BAR = 6;
const FEW_TRIALS = 16;

function draw(
  rows: readonly LedgerRow[],
  ends: readonly End[],
  width: ChartWidth,
  { plot, draw: toSvg }: Pencil,
): string {
  const isNarrow = width === 'narrow';
  const isThin = rows.length > FEW_TRIALS;
  const bar = rows.length === 1 ? THICK_BAR : isThin ? THIN_BAR : BAR[width];
  const space = isThin ? 1 : 2;
  const names = [...new Set(rows.map(({ label }) => label))];
  const heading = isNarrow ? 20 : 0;
  const gap = isNarrow ? 4 : 8;
  // Places are reckoned here: a name for each group of bars, whatever their number.
  let top = 4;
  const placed = names.flatMap((name) => {
    const own = rows.filter(({ label }) => label === name);
    const start = top + heading;
    top = start + own.length * (bar + space) + gap;
    return own.map((row, index) => ({ row, y: start + index * (bar + space) }));
  });
  const titles = names.map((name) => {
    const own = placed.filter(({ row }) => row.label === name);
    const first = own[0]?.y ?? 0;
    const last = (own.at(-1)?.y ?? 0) + bar;
    return { name, y: isNarrow ? first - 7 : (first + last) / 2 };
  });
  const longest = Math.max(...names.map((name) => shortName(name).length));
  const parts = placed.flatMap(({ row, y }) => partsOf(row, y, bar, ends));
  const notes = placed.map(({ row, y }) => ({
    y: y + bar / 2,
    text: `${row.isValid ? '' : '! '}${countText(row.total)}`,
  }));
  return toSvg({
    width: CHART_WIDTHS[width],
    height: top + 44,
    marginLeft: isNarrow ? 8 : Math.min(320, longest * 6.9 + 14),
    marginRight: 70,
    marginTop: 4,
    marginBottom: 40,
    x: {
      domain: [0, 1],
      tickFormat: '.0%',
      label: 'share of the requests begun',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: isNarrow ? 3 : 5,
      tickSize: 3,
    },
    y: { domain: [4, top], reverse: true, axis: null },
    marks: [
      plot.rect(parts, {
        x1: 'x1',
        x2: 'x2',
        y1: 'y1',
        y2: 'y2',
        fill: 'fill',
        stroke: INK,
        strokeWidth: 0.6,
        title: 'words',
      }),
      plot.text(titles, {
        y: 'y',
        frameAnchor: 'left',
        ...(isNarrow ? {} : { textAnchor: 'end' as const, dx: -10 }),
        text: ({ name }: { name: string }) => shortName(name),
        title: 'name',
        fill: INK,
      }),
      ...(isThin
        ? []
        : [
            plot.text(notes, {
              y: 'y',
              frameAnchor: 'right',
              textAnchor: 'start',
              dx: 8,
              text: 'text',
              fontSize: 12,
              fill: INK,
            }),
          ]),
    ],
    color: { type: 'identity' },
  });
}

function partsOf(row: LedgerRow, y: number, height: number, ends: readonly End[]) {
  let before = 0;
  return ends.flatMap((end) => {
    const count = row.counts[end];
    if (count === 0) return [];
    const x1 = before / row.total;
    before += count;
    const words = `${row.label}, replicate ${row.replicate}: ${countText(count)} ${end} (${percentText((count / row.total) * 100)})`;
    return [{ x1, x2: before / row.total, y1: y, y2: y + height, fill: COLOURS[end], words }];
  });
}

function tableOf(rows: readonly LedgerRow[], ends: readonly End[]): FigureTable {
  const cells = (text: (row: LedgerRow) => string): string[] => rows.map(text);
  return {
    title: 'Where requests ended',
    keys: [
      conditionColumn(cells(({ label }) => label)),
      plainColumn(
        'replicate',
        cells(({ replicate }) => countText(replicate)),
      ),
    ],
    columns: [
      plainColumn(
        'begun',
        cells(({ begun }) => (begun === null ? UNKNOWN : countText(begun))),
      ),
      ...ends.map((end) =>
        plainColumn(
          end,
          cells(({ counts }) => countText(counts[end])),
        ),
      ),
      plainColumn(
        'balances',
        cells(({ balances }) => (balances === null ? UNKNOWN : balances ? 'yes' : 'no')),
      ),
      plainColumn(
        'valid',
        cells(({ isValid }) => (isValid ? 'yes' : 'no')),
      ),
    ],
  };
}
