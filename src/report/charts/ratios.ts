import type { Comparison } from '../../samples/comparison.ts';
import type { Metric } from '../../samples/effect.ts';
import { METRIC_WORDS, sideNames } from '../comparison-answer.ts';
import { conditionName } from '../condition-set.ts';
import { ratioText, shareText } from '../estimate-text.ts';
import { plainColumn, UNKNOWN, type FigureTable } from '../figure-table.ts';
import { countedNoun, countText, percentText } from '../figure-text.ts';
import { sentenceCase } from '../sentence-case.ts';
import { bothWidths, CHART_WIDTHS, type Chart, type ChartWidth } from './chart.ts';
import { areaEntry, intervalEntry, lineEntry } from './legend.ts';
import { FAINT, INK, MUTED, PAPER } from './palette.ts';
import type { Pencil } from './pencil.ts';
import { ratioAxis, type RatioAxis } from './ratio-axis.ts';
import { rowLayout, rowNames } from './rows.ts';
import { stackedPlots } from './stacked-plots.ts';
import { ratioRows, rowWords, type RatioRow } from './ratio-rows.ts';

/** Which way a figure is better, said beside its name. */
const PANELS: readonly { readonly metric: Metric; readonly better: string }[] = [
  { metric: 'steadyStatePerSecond', better: 'to the right is faster' },
  { metric: 'responseTimeMeanMs', better: 'to the left is faster' },
];

/** More conditions than these are in the table only. */
const MOST_ROWS = 24;

/** How many times as much b is as a, condition by condition, one panel a figure. */
export function ratiosChart(comparison: Comparison, pencil: Pencil): Chart | undefined {
  const all = comparison.conditions.map(({ condition }) => condition);
  const conditions = comparison.conditions.map((one) => ({
    ...one,
    label: conditionName(one.condition, all),
  }));
  const panels = PANELS.map((panel) => ({ ...panel, rows: ratioRows(conditions, panel.metric) }));
  const rows = panels.flatMap((panel) => panel.rows);
  if (rows.every(({ ratio }) => ratio === null)) return undefined;
  const drawn = panels.map((panel) => ({ ...panel, rows: panel.rows.slice(0, MOST_ROWS) }));
  const left = all.length - MOST_ROWS;
  return {
    name: 'ratios',
    title: titleOf(comparison),
    explanation:
      `${whoText(comparison)}b ÷ a on a logarithmic axis, where twice and half are as far from 1. The band is the margin of ${shareText(comparison.margin)}: equivalent is what lies within it by two one-sided tests, which is where the narrower 90 % interval does; slower and faster are differences that are no chance.` +
      (left > 0 ? ` ${countedNoun(left, 'more condition')} in the table only.` : ''),
    alternative: `Ratios of b to a with their intervals. ${drawn.map(({ metric, rows: own }) => `${METRIC_WORDS[metric]}: ${own.map(rowWords).join('; ')}`).join('. ')}.`,
    legend: [
      intervalEntry('95 % interval', INK),
      areaEntry(`margin, ±${shareText(comparison.margin)}`, FAINT),
      lineEntry('no difference', INK),
    ],
    svg: bothWidths((width) => draw(drawn, comparison.margin, width, pencil)),
    table: tableOf(panels),
  };
}

/** Which is which, where they go by other names. */
function whoText(comparison: Comparison): string {
  const { a, b } = sideNames(comparison);
  return comparison.b.level === null ? '' : `a is ${a}, b is ${b}. `;
}

/** How many differ, the bad news first. */
function titleOf({ conditions, margin }: Comparison): string {
  const [first] = (['slower', 'faster', 'equivalent'] as const).flatMap((verdict) => {
    const count = conditions.filter((condition) => condition.verdict === verdict).length;
    return count === 0 ? [] : [{ verdict, count }];
  });
  if (first === undefined) return 'No difference is shown in any condition, and none is ruled out';
  const { verdict, count } = first;
  const are = `${countText(count)} of ${countedNoun(conditions.length, 'condition')} ${count === 1 ? 'is' : 'are'}`;
  return verdict === 'equivalent'
    ? `No condition is slower or faster; ${are} within ±${percentText(margin * 100)}`
    : `${are} ${verdict} in b`;
}

interface RatioPanel {
  readonly metric: Metric;
  readonly better: string;
  readonly rows: readonly RatioRow[];
}

const HEADING = 30;

function draw(panels: readonly RatioPanel[], margin: number, width: ChartWidth, pencil: Pencil): string {
  const axis = ratioAxis(
    panels.flatMap(({ rows }) => rows),
    { margin, width },
  );
  const plots = panels.map((panel) => {
    const layout = rowLayout(
      panel.rows.map(({ label }) => label),
      width,
      { rowHeight: 26, marginRight: 120 },
    );
    const height = layout.height + HEADING;
    return { height, svg: panelSvg(panel, axis, { ...layout, height }, pencil) };
  });
  return stackedPlots(plots, CHART_WIDTHS[width]);
}

function panelSvg(
  { metric, better, rows }: RatioPanel,
  axis: RatioAxis,
  { isStacked, ...size }: ReturnType<typeof rowLayout>,
  { plot, draw: toSvg }: Pencil,
): string {
  const dy = isStacked ? 9 : 0;
  const known = rows.filter(({ ratio }) => ratio !== null);
  const ranges = known.filter(({ low, high }) => low !== null && high !== null);
  const [low, high] = axis.domain;
  const placeOf = (ratio: number | null): number => Math.min(high, Math.max(low, Math.log(ratio ?? 1)));
  return toSvg({
    ...size,
    marginRight: isStacked ? 96 : size.marginRight,
    marginTop: size.marginTop + HEADING,
    x: {
      domain: [...axis.domain],
      ticks: [...axis.ticks],
      tickFormat: axis.text,
      label: `${METRIC_WORDS[metric]}, b against a`,
      labelAnchor: 'center',
      labelArrow: 'none',
      grid: true,
      tickSize: 0,
    },
    y: { domain: rows.map(({ label }) => label), type: 'band', axis: null, padding: 0.2 },
    marks: [
      plot.rect([axis.band], { x1: 'low', x2: 'high', fill: FAINT }),
      plot.ruleX([0], { stroke: INK, strokeWidth: 1.5 }),
      plot.ruleY(ranges, {
        y: 'label',
        x1: (row: RatioRow) => placeOf(row.low),
        x2: (row: RatioRow) => placeOf(row.high),
        dy,
        stroke: 'colour',
        strokeWidth: 2.2,
        marker: 'tick',
        title: rowWords,
      }),
      plot.dot(known, {
        y: 'label',
        x: (row: RatioRow) => placeOf(row.ratio),
        dy,
        r: 5.5,
        symbol: 'symbol',
        fill: ({ colour, verdict }: RatioRow) => (verdict === 'inconclusive' ? PAPER : colour),
        stroke: 'colour',
        strokeWidth: 1.8,
        title: rowWords,
      }),
      rowNames(rows, { isStacked }, { plot, draw: toSvg }),
      plot.text(rows, {
        y: 'label',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 12,
        dy,
        text: 'words',
        fill: ({ ratio }: RatioRow) => (ratio === null ? MUTED : INK),
      }),
      plot.text([`${sentenceCase(METRIC_WORDS[metric])}: ${better}`], {
        frameAnchor: 'top-left',
        lineAnchor: 'bottom',
        dx: -size.marginLeft + 4,
        dy: -12,
        fontWeight: 600,
        fill: INK,
      }),
    ],
    color: { type: 'identity' },
    symbol: { type: 'identity' },
  });
}

function tableOf(panels: readonly RatioPanel[]): FigureTable {
  const [first] = panels;
  return {
    title: 'b against a, with 95 % intervals',
    keys: [
      plainColumn(
        'condition',
        (first?.rows ?? []).map(({ label }) => label),
        { align: 'left' },
      ),
    ],
    columns: panels.flatMap(({ metric, rows }) => [
      plainColumn(
        'b ÷ a',
        rows.map(({ estimate }) => (estimate === null ? UNKNOWN : (ratioText(estimate) ?? UNKNOWN))),
        { group: METRIC_WORDS[metric] },
      ),
      plainColumn(
        'verdict',
        rows.map(({ words }) => words),
        { group: METRIC_WORDS[metric], align: 'left' },
      ),
    ]),
  };
}
