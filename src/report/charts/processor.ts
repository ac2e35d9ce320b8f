import { figureText, percentText, timeText } from '../figure-text.ts';
import { plainColumn, UNKNOWN, type FigureTable } from '../figure-table.ts';
import { median } from '../../samples/median.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { thinned } from './bins.ts';
import { typicalTrial, type ChartCondition } from './chart-condition.ts';
import { bothWidths, CHART_WIDTHS, type Chart, type ChartSource, type ChartWidth } from './chart.ts';
import { lineEntry } from './legend.ts';
import { FAINT, INK, MUTED, SERIES_COLOURS, seriesColour, seriesDash } from './palette.ts';
import type { Pencil } from './pencil.ts';
import { stackedPlots } from './stacked-plots.ts';
import { axisUnit } from './time-axis.ts';
import { overWorkers, reportMoments, sumOf } from './worker-sums.ts';

const MOST_POINTS = 90;

interface Point {
  readonly ms: number;
  readonly value: number;
}

interface ProcessorUse {
  readonly label: string;
  readonly windowMs: number;
  readonly processors: number;
  /** Of the whole server, in processors. */
  readonly cpu: readonly Point[];
  /** Of the worker where it is longest. */
  readonly delay: readonly Point[];
}

/** How much processor the server takes, and under it how late its event loops are. */
export function processorChart({ conditions }: ChartSource, pencil: Pencil): Chart | undefined {
  const uses = conditions.map(useOf).filter(({ cpu, delay }) => cpu.length + delay.length > 0);
  if (uses.length === 0) return undefined;
  const ranked = uses.toSorted(
    (one, other) => middle(other.cpu) - middle(one.cpu) || middle(other.delay) - middle(one.delay),
  );
  const named = ranked.slice(0, SERIES_COLOURS.length - 1);
  const others = ranked.slice(named.length);
  return {
    name: 'processor',
    title: titleOf(uses),
    explanation:
      'Above, the processors that all processes of the server take together; below, the 99th percentile of how late the event loop gets to its work, of the worker where it is latest. ' +
      'One line a condition, of the trial in the middle of it.',
    alternative: `Processor use and event-loop delay over time. ${uses.map(useWords).join('; ')}.`,
    legend: [
      ...named.map(({ label }, place) => lineEntry(label, seriesColour(place), seriesDash(place))),
      ...(others.length === 0 ? [] : [lineEntry('other conditions', MUTED)]),
    ],
    svg: bothWidths((width) => draw(named, others, width, pencil)),
    table: tableOf(uses),
  };
}

function useOf(condition: ChartCondition): ProcessorUse {
  const trial = typicalTrial(condition);
  return {
    label: condition.label,
    windowMs: trial.windowMs,
    processors: trial.environment.cpuCount,
    cpu: cpuPoints(trial),
    delay: delayPoints(trial),
  };
}

function cpuPoints({ observation, windowMs }: TrialRecord): Point[] {
  if (observation === null) return [];
  const points = observation.atMs.flatMap((ms, index): Point[] => {
    const shares = observation.processes.flatMap(({ series }) => series.cpuShare[index] ?? []);
    return ms <= 0 || shares.length === 0 ? [] : [{ ms: Math.min(ms, windowMs), value: sumOf(shares) }];
  });
  return thinned(points, MOST_POINTS);
}

function delayPoints({ telemetry, windowMs }: TrialRecord): Point[] {
  if (telemetry === null) return [];
  const moments = thinned(reportMoments(telemetry), MOST_POINTS).filter((ms) => ms > 0);
  const delays = overWorkers(telemetry, 'eventLoopDelayP99Ms', moments, (values) => Math.max(...values));
  return moments.flatMap((ms, index) => {
    const value = delays[index];
    return value == null ? [] : [{ ms: Math.min(ms, windowMs), value }];
  });
}

const middle = (points: readonly Point[]): number => median(points.map(({ value }) => value)) ?? 0;
const highest = (points: readonly Point[]): number => Math.max(0, ...points.map(({ value }) => value));

/** From this share of the processors on they are what is short. */
const SATURATED = 0.9;
/** An event loop that is later than this keeps requests waiting. */
const LATE_MS = 50;

function titleOf(uses: readonly ProcessorUse[]): string {
  const cpu = uses.toSorted((one, other) => middle(other.cpu) - middle(one.cpu))[0];
  const delay = uses.toSorted((one, other) => middle(other.delay) - middle(one.delay))[0];
  const parts = [
    ...(cpu !== undefined && cpu.cpu.length > 0
      ? [
          middle(cpu.cpu) >= cpu.processors * SATURATED
            ? `The server takes nearly all ${cpu.processors} processors under ${cpu.label}`
            : `The server never needs more than ${figureText(Math.max(...uses.map((use) => middle(use.cpu))))} of ${cpu.processors} processors`,
        ]
      : []),
    ...(delay !== undefined && delay.delay.length > 0
      ? [
          middle(delay.delay) >= LATE_MS
            ? `event loops are late by ${timeText(middle(delay.delay))} under ${delay.label}`
            : `its event loops are usually on time, within ${timeText(middle(delay.delay))}`,
        ]
      : []),
  ];
  const text = parts.join(', and ');
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

function useWords({ label, cpu, delay, processors }: ProcessorUse): string {
  const parts = [
    ...(cpu.length > 0
      ? [
          `${figureText(middle(cpu))} processors (${percentText((middle(cpu) / processors) * 100)} of ${processors})`,
        ]
      : []),
    ...(delay.length > 0 ? [`event loop late by ${timeText(middle(delay))}`] : []),
  ];
  return `${label}: ${parts.join(', ')}`;
}

const known = (points: readonly Point[], text: (points: readonly Point[]) => string): string =>
  points.length === 0 ? UNKNOWN : text(points);

function tableOf(uses: readonly ProcessorUse[]): FigureTable {
  const cells = (text: (use: ProcessorUse) => string): string[] => uses.map(text);
  return {
    title: 'Processors and event-loop delay, over the window',
    keys: [
      plainColumn(
        'condition',
        cells(({ label }) => label),
        { align: 'left' },
      ),
    ],
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
