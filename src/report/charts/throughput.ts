import { conditionColumn } from './chart-condition.ts';
import { LIMIT_WORDS } from '../condition-limits.ts';
import { conditionSetText } from '../condition-set.ts';
import { estimateText } from '../estimate-text.ts';
import type { LimitedBy } from '../../diagnosis/lawful-limit.ts';
import { plainColumn, UNKNOWN, type FigureTable } from '../figure-table.ts';
import { figureText, rangeOf, rangeText, rateText } from '../figure-text.ts';
import { fastest, type Speed } from '../fastest.ts';
import { bothWidths, type Chart, type ChartSource, type ChartWidth, type LegendEntry } from './chart.ts';
import { areaEntry, diamondEntry, dotEntry, intervalEntry, tickEntry } from './legend.ts';
import { FAINT, INK, PAPER, seriesColour } from './palette.ts';
import type { Pencil } from './pencil.ts';
import { rowLayout, rowNames } from './rows.ts';
import { type ThroughputRow, throughputRows, hasInterval } from './throughput-rows.ts';

/** What holds a condition, by its colour. */
const LIMIT_COLOURS: Readonly<Record<LimitedBy, string>> = {
  offeredLoad: seriesColour(0),
  slots: seriesColour(1),
  unevenConnections: seriesColour(3),
  neither: seriesColour(4),
  unknown: seriesColour(4),
};

/** How fast each condition is, with its interval, what was predicted, and what others published. */
export function throughputChart(source: ChartSource, pencil: Pencil): Chart | undefined {
  const rows = throughputRows(source);
  if (rows.length === 0) return undefined;
  return {
    name: 'throughput',
    title: titleOf(source),
    explanation: explanationOf(rows),
    alternative: `Bars of the throughput of ${rows.length} conditions. ${rows.map(rowWords).join('; ')}.`,
    legend: legendOf(rows),
    svg: bothWidths((width) => draw(rows, width, pencil)),
    table: tableOf(rows),
  };
}

/** What is fastest, and what is slowest beside it. */
function titleOf({ table }: ChartSource): string {
  const found = fastest(table);
  if (found === undefined) return 'Throughput of each condition';
  const { best, worst, all } = found;
  const reach = (speeds: readonly Speed[]): string => {
    const set = conditionSetText(
      speeds.map(({ condition }) => condition),
      all,
    );
    return `${set}: ${rangeText(rangeOf(speeds.map(({ perSecond }) => perSecond)), rateText)}`;
  };
  if (worst.length === 0)
    return all.length === 1
      ? `Throughput: ${reach(best).split(': ')[1]}`
      : `No condition is faster than the others (${reach(best).split(': ')[1]})`;
  return `Fastest is ${reach(best)}; slowest is ${reach(worst)}`;
}

function explanationOf(rows: readonly ThroughputRow[]): string {
  const parts = [
    rows.some(({ steady }) => steady !== null)
      ? 'A bar is the steady state: the rate a condition settles at. The hollow dot is what ended inside the window, which misses what was in flight at its end'
      : 'A bar is the rate of responses inside the window',
    ...(rows.some(({ published }) => published !== null) ? ['published figures are of that kind, too'] : []),
  ];
  return `${parts.join('; ')}.`;
}

function legendOf(rows: readonly ThroughputRow[]): LegendEntry[] {
  const limits = [...new Set(rows.map(({ limit }) => limit))];
  const has = (one: (row: ThroughputRow) => boolean): boolean => rows.some(one);
  return [
    ...limits.map((limit) => areaEntry(LIMIT_WORDS[limit], LIMIT_COLOURS[limit])),
    ...(has(hasInterval) ? [intervalEntry('95 % interval', INK)] : []),
    ...(has(({ steady }) => steady !== null) ? [dotEntry('observed in the window', PAPER, INK, 4)] : []),
    ...(has(({ predicted }) => predicted !== null) ? [tickEntry('predicted', INK)] : []),
    ...(has(({ published }) => published !== null) ? [diamondEntry('published', INK)] : []),
  ];
}

function draw(rows: readonly ThroughputRow[], width: ChartWidth, pencil: Pencil): string {
  const { plot } = pencil;
  const layout = rowLayout(
    rows.map(({ label }) => label),
    width,
    { rowHeight: 34, marginRight: 130 },
  );
  const { isStacked, ...size } = layout;
  const inset = isStacked ? { insetTop: 18 } : {};
  const dy = isStacked ? 9 : 0;
  const most = Math.max(
    ...rows.flatMap((row) => [
      row.shown,
      row.observed,
      row.published ?? 0,
      row.steady?.high ?? 0,
      row.predicted?.estimate ?? 0,
    ]),
    1e-9,
  );
  const within = rows.filter(hasInterval);
  return pencil.draw({
    ...size,
    x: {
      domain: [0, most],
      label: 'responses a second',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: isStacked ? 4 : 8,
      grid: true,
      tickSize: 0,
    },
    y: { domain: rows.map(({ label }) => label), axis: null, padding: 0.28 },
    marks: [
      plot.barX(rows, {
        y: 'label',
        x: 'shown',
        ...inset,
        fill: ({ limit }: ThroughputRow) => LIMIT_COLOURS[limit],
        title: rowWords,
      }),
      plot.tickX(
        rows.filter(({ predicted }) => predicted !== null),
        {
          y: 'label',
          x: ({ predicted }: ThroughputRow) => predicted?.estimate,
          ...inset,
          insetTop: (isStacked ? 18 : 0) - 3,
          insetBottom: -3,
          stroke: INK,
          strokeWidth: 2,
          title: (row: ThroughputRow) => `${row.label}: predicted ${rateText(row.predicted?.estimate ?? 0)}`,
        },
      ),
      plot.ruleY(within, {
        y: 'label',
        x1: ({ steady }: ThroughputRow) => steady?.low,
        x2: ({ steady }: ThroughputRow) => steady?.high,
        dy,
        stroke: PAPER,
        strokeWidth: 5,
      }),
      plot.ruleY(within, {
        y: 'label',
        x1: ({ steady }: ThroughputRow) => steady?.low,
        x2: ({ steady }: ThroughputRow) => steady?.high,
        dy,
        stroke: INK,
        strokeWidth: 1.8,
        marker: 'tick',
        title: rowWords,
      }),
      plot.dot(
        rows.filter(({ published }) => published !== null),
        {
          y: 'label',
          x: 'published',
          dy,
          symbol: 'diamond',
          r: 7,
          fill: PAPER,
          stroke: INK,
          strokeWidth: 1.5,
          title: (row: ThroughputRow) => `${row.label}: published ${rateText(row.published ?? 0)}`,
        },
      ),
      plot.dot(
        rows.filter(({ steady }) => steady !== null),
        {
          y: 'label',
          x: 'observed',
          dy,
          r: 3.5,
          fill: PAPER,
          stroke: INK,
          strokeWidth: 1.5,
          title: (row: ThroughputRow) => `${row.label}: observed ${rateText(row.observed)}`,
        },
      ),
      rowNames(rows, { isStacked }, pencil),
      plot.text(rows, {
        y: 'label',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 12,
        dy,
        text: valueText,
        fontWeight: 600,
        fill: INK,
      }),
      plot.ruleX([0], { stroke: FAINT }),
    ],
  });
}

const valueText = ({ shown }: ThroughputRow): string => rateText(shown);

function rowWords(row: ThroughputRow): string {
  const interval =
    row.steady !== null && hasInterval(row)
      ? `steady ${estimateText(row.steady) ?? ''}/s`
      : `${row.steady === null ? 'observed' : 'steady'} ${rateText(row.shown)}`;
  return `${row.label}: ${interval}, ${LIMIT_WORDS[row.limit]}`;
}

const maybe = (value: number | null | undefined): string => (value == null ? UNKNOWN : figureText(value));

function tableOf(rows: readonly ThroughputRow[]): FigureTable {
  return {
    title: 'Throughput in responses a second',
    keys: [conditionColumn(rows.map(({ label }) => label))],
    columns: [
      plainColumn(
        'steady',
        rows.map(({ steady }) => (steady === null ? null : estimateText(steady)) ?? UNKNOWN),
      ),
      plainColumn(
        'observed',
        rows.map(({ observed }) => figureText(observed)),
      ),
      plainColumn(
        'predicted',
        rows.map(({ predicted }) => maybe(predicted?.estimate)),
      ),
      plainColumn(
        'published',
        rows.map(({ published }) => maybe(published)),
      ),
      plainColumn(
        'held by',
        rows.map(({ limit }) => LIMIT_WORDS[limit].replace('held by ', '')),
        { align: 'left' },
      ),
    ],
  };
}
