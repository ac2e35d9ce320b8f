import { conditionKeys } from './chart-condition.ts';
import { figureText, timeText } from '../figure-text.ts';
import { plainColumn, UNKNOWN, type FigureTable } from '../figure-table.ts';
import {
  bothWidths,
  CHART_WIDTHS,
  isOneTrial,
  type Chart,
  type MeasuredSource,
  type ChartWidth,
} from './chart.ts';
import { lineEntry } from './legend.ts';
import { FAINT, INK, MUTED, SERIES_COLOURS, seriesColour, seriesDash } from './palette.ts';
import type { Pencil } from './pencil.ts';
import { stackedPlots } from './stacked-plots.ts';
import { axisUnit } from './time-axis.ts';
import { type Point, type ProcessorUse, processorUse, middle, highest, useWords } from './processor-use.ts';

/** How much processor the server takes, and under it how late its event loops are. */
export function processorChart(source: MeasuredSource, pencil: Pencil): Chart | undefined {
  const uses = source.conditions.map(processorUse).filter(({ cpu, delay }) => cpu.length + delay.length > 0);
  if (uses.length === 0) return undefined;
  const ranked = uses.toSorted(
    (one, other) => middle(other.cpu) - middle(one.cpu) || middle(other.delay) - middle(one.delay),
  );
  const named = ranked.slice(0, SERIES_COLOURS.length - 1);
  const others = ranked.slice(named.length);
  return {
    name: 'processor',
    title: titleOf(uses, isOneTrial(source)),
    explanation:
      'Above, the processors that all processes of the server take together; below, the 99th percentile of how late the event loop gets to its work, of the worker where it is latest.' +
      (isOneTrial(source) ? '' : ' One line a condition, of the trial in the middle of it.'),
    alternative: `Processor use and event-loop delay over time. ${uses.map(useWords).join('; ')}.`,
    legend: isOneTrial(source)
      ? []
      : [
          ...named.map(({ label }, place) => lineEntry(label, seriesColour(place), seriesDash(place))),
          ...(others.length === 0 ? [] : [lineEntry('other conditions', MUTED)]),
        ],
    svg: bothWidths((width) => draw(named, others, width, pencil)),
    table: tableOf(uses),
  };
}

/** From this share of the processors on they are what is short. */
const SATURATED = 0.9;
/** An event loop that is later than this keeps requests waiting. */
const LATE_MS = 50;

function titleOf(uses: readonly ProcessorUse[], isOne: boolean): string {
  const cpu = uses.toSorted((one, other) => middle(other.cpu) - middle(one.cpu))[0];
  const delay = uses.toSorted((one, other) => middle(other.delay) - middle(one.delay))[0];
  const under = ({ label }: ProcessorUse): string => (isOne ? '' : ` under ${label}`);
  const parts = [
    ...(cpu !== undefined && cpu.cpu.length > 0
      ? [
          middle(cpu.cpu) >= cpu.processors * SATURATED
            ? `The server takes nearly all ${cpu.processors} processors${under(cpu)}`
            : isOne
              ? `The server takes ${figureText(middle(cpu.cpu))} of ${cpu.processors} processors, and ${figureText(highest(cpu.cpu))} at most`
              : `The server usually takes no more than ${figureText(middle(cpu.cpu))} of ${cpu.processors} processors`,
        ]
      : []),
    ...(delay !== undefined && delay.delay.length > 0
      ? [
          middle(delay.delay) >= LATE_MS
            ? `event loops are late by ${timeText(middle(delay.delay))}${under(delay)}`
            : `its event loops are usually on time, within ${timeText(middle(delay.delay))}`,
        ]
      : []),
  ];
  const text = parts.join(isOne ? '; ' : ', and ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const UPPER = 170;
const LOWER = 150;

function draw(
  named: readonly ProcessorUse[],
  others: readonly ProcessorUse[],
  width: ChartWidth,
  pencil: Pencil,
): string {
  const all = [...others, ...named];
  const longest = Math.max(...all.map(({ windowMs }) => windowMs));
  const unit = axisUnit(longest);
  const panel = (
    points: (use: ProcessorUse) => readonly Point[],
    label: string,
    options: { height: number; isLast: boolean },
  ): string => {
    const { plot } = pencil;
    const dataOf = (use: ProcessorUse) => points(use).map(({ ms, value }) => ({ at: ms / unit.ms, value }));
    const most = Math.max(...all.map((use) => highest(points(use))), 1e-6);
    const line = (use: ProcessorUse, stroke: string, dash: string, strokeWidth: number) =>
      plot.line(dataOf(use), {
        x: 'at',
        y: 'value',
        stroke,
        strokeDasharray: dash,
        strokeWidth,
        title: () => useWords(use),
      });
    return pencil.draw({
      width: CHART_WIDTHS[width],
      height: options.height,
      marginTop: 28,
      marginLeft: 46,
      marginRight: 14,
      marginBottom: options.isLast ? 42 : 14,
      x: {
        domain: [0, longest / unit.ms],
        label: options.isLast ? `time in the window in ${unit.name}` : null,
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: 6,
        tickSize: options.isLast ? 3 : 0,
        ...(options.isLast ? {} : { tickFormat: () => '' }),
        grid: true,
      },
      y: { domain: [0, most * 1.08], label: null, ticks: 4, tickSize: 0, grid: true },
      marks: [
        ...others.map((use) => line(use, MUTED, '0', 1.2)),
        ...named.map((use, place) => line(use, seriesColour(place), seriesDash(place), 2.2)),
        plot.ruleY([0], { stroke: FAINT }),
        plot.text([label], { frameAnchor: 'top-left', dx: -40, dy: -20, fontWeight: 600, fill: INK }),
      ],
    });
  };
  const hasCpu = all.some(({ cpu }) => cpu.length > 0);
  const hasDelay = all.some(({ delay }) => delay.length > 0);
  const lower = hasDelay
    ? [
        {
          height: LOWER,
          svg: panel(({ delay }) => delay, 'Event-loop delay, p99 in ms', { height: LOWER, isLast: true }),
        },
      ]
    : [];
  const upper = hasCpu
    ? [
        {
          height: UPPER,
          svg: panel(({ cpu }) => cpu, 'Processors taken', { height: UPPER, isLast: !hasDelay }),
        },
      ]
    : [];
  return stackedPlots([...upper, ...lower], CHART_WIDTHS[width]);
}

const known = (points: readonly Point[], text: (points: readonly Point[]) => string): string =>
  points.length === 0 ? UNKNOWN : text(points);

function tableOf(uses: readonly ProcessorUse[]): FigureTable {
  const cells = (text: (use: ProcessorUse) => string): string[] => uses.map(text);
  return {
    title: 'Processors and event-loop delay, over the window',
    keys: [conditionKeys(uses)],
    columns: [
      plainColumn(
        'median',
        cells(({ cpu }) => known(cpu, (points) => figureText(middle(points)))),
        { group: 'processors' },
      ),
      plainColumn(
        'most',
        cells(({ cpu }) => known(cpu, (points) => figureText(highest(points)))),
        { group: 'processors' },
      ),
      plainColumn(
        'median',
        cells(({ delay }) => known(delay, (points) => timeText(middle(points)))),
        { group: 'delay p99' },
      ),
      plainColumn(
        'most',
        cells(({ delay }) => known(delay, (points) => timeText(highest(points)))),
        { group: 'delay p99' },
      ),
    ],
  };
}
