import type { Markish } from '@observablehq/plot';
import type { RateSweep } from '../../../queueing/sweep-record.ts';
import { rateText, timeText } from '../../figure-text.ts';
import { rateTitle } from '../../sweep-sentences.ts';
import { rateTable } from '../../sweep-table.ts';
import { bothWidths, type Chart, type ChartWidth, type LegendEntry } from '../chart.ts';
import { areaEntry, dotEntry, lineEntry } from '../legend.ts';
import { FAINT, INK, MUTED, PAPER, seriesColour } from '../palette.ts';
import type { Pencil } from '../pencil.ts';
import { sweepAxis, type SweepAxis } from './sweep-axis.ts';
import { sweepPanels, type SweepPanel } from './sweep-panel.ts';

type RatePoint = RateSweep['points'][number];

/** How a trial's dot is filled, by what its queue did. */
const FILLS: Readonly<Record<RatePoint['backlog'], string>> = {
  steady: seriesColour(0),
  grows: seriesColour(1),
  undetermined: PAPER,
};

const BACKLOG_WORDS: Readonly<Record<RatePoint['backlog'], string>> = {
  steady: 'the queue does not grow',
  grows: 'the queue grows',
  undetermined: 'not told',
};

/** What one endpoint serves of what is offered to it, and how long that takes, over the rate of arrivals. */
export function rateSweepChart(sweep: RateSweep, name: string, pencil: Pencil): Chart | undefined {
  const points = sweep.points.filter(({ arrivalsPerSecond }) => arrivalsPerSecond > 0);
  if (points.length === 0) return undefined;
  return {
    name,
    title: rateTitle(sweep),
    explanation:
      'A dot is a trial: above what it served of what was offered, below the 99th percentile of its response times. On the dashed line all that arrives is served. ' +
      'The shaded rates lie between the highest one at which the queue does not grow and the lowest at which it does.',
    alternative: `Served rate and response time of ${sweep.endpoint} over the rate of arrivals. ${points.map(pointWords).join('; ')}.`,
    legend: legendOf(sweep, points),
    svg: bothWidths((width) => draw(sweep, points, width, pencil)),
    table: { ...rateTable(sweep), title: `${sweep.endpoint} at each rate of arrivals` },
  };
}

const pointWords = ({
  arrivalsPerSecond,
  completedPerSecond,
  p99ResponseTimeMs: p99,
  backlog,
}: RatePoint): string =>
  [
    `${rateText(arrivalsPerSecond)} offered: ${rateText(completedPerSecond)} served`,
    ...(p99 === null ? [] : [`99 % within ${timeText(p99)}`]),
    BACKLOG_WORDS[backlog],
  ].join(', ');

const states = (points: readonly RatePoint[]): RatePoint['backlog'][] =>
  (['steady', 'grows', 'undetermined'] as const).filter((state) =>
    points.some(({ backlog }) => backlog === state),
  );

const legendOf = (
  { highestPerSecond: { low, high } }: RateSweep,
  points: readonly RatePoint[],
): LegendEntry[] => [
  ...states(points).map((state) => dotEntry(BACKLOG_WORDS[state], FILLS[state], INK)),
  lineEntry('served = offered', MUTED, '4 3'),
  ...(low === null || high === null ? [] : [areaEntry('where the highest rate lies', FAINT)]),
];

function draw(sweep: RateSweep, points: readonly RatePoint[], width: ChartWidth, pencil: Pencil): string {
  const offered = points.map(({ arrivalsPerSecond }) => arrivalsPerSecond);
  const x = sweepAxis(Math.min(...offered), Math.max(...offered));
  const panels = [
    servedPanel(points, x, pencil),
    ...(timed(points).length === 0 ? [] : [timePanel(timed(points), pencil)]),
  ];
  const shade = shadeMarks(sweep, pencil);
  return sweepPanels(
    panels.map((panel) => ({ ...panel, marks: [...shade, ...panel.marks] })),
    { ...x, label: 'arrivals a second' },
    width,
    pencil,
  );
}

/** Those with a response time. */
const timed = (points: readonly RatePoint[]): RatePoint[] =>
  points.filter(({ p99ResponseTimeMs: p99 }) => p99 !== null && p99 > 0);

function servedPanel(points: readonly RatePoint[], x: SweepAxis, pencil: Pencil): SweepPanel {
  const isLog = x.type === 'log';
  // Nothing served has no place on a logarithmic axis.
  const shown = points.filter(({ completedPerSecond }) => !isLog || completedPerSecond > 0);
  const rates = shown.flatMap(({ completedPerSecond, arrivalsPerSecond }) => [
    completedPerSecond,
    arrivalsPerSecond,
  ]);
  const y = sweepAxis(Math.min(...rates), Math.max(...rates), isLog);
  const [from, to] = [Math.max(x.domain[0], y.domain[0]), Math.min(x.domain[1], y.domain[1])];
  return {
    title: 'served a second',
    y,
    marks: [
      pencil.plot.line([{ rate: from }, { rate: to }], {
        x: 'rate',
        y: 'rate',
        stroke: MUTED,
        strokeDasharray: '4 3',
        strokeWidth: 1.4,
      }),
      ...dotMarks(shown, 'completedPerSecond', pencil),
    ],
  };
}

function timePanel(points: readonly RatePoint[], pencil: Pencil): SweepPanel {
  const times = points.map(({ p99ResponseTimeMs: p99 }) => p99 ?? 0);
  return {
    title: 'p99 of the response time in ms',
    y: sweepAxis(Math.min(...times), Math.max(...times)),
    marks: dotMarks(points, 'p99ResponseTimeMs', pencil),
  };
}

function shadeMarks({ highestPerSecond: { low, high } }: RateSweep, { plot }: Pencil): Markish[] {
  if (low === null || high === null) return [];
  return [plot.rect([{ low, high }], { x1: 'low', x2: 'high', fill: FAINT, fillOpacity: 0.8 })];
}

const dotMarks = (
  points: readonly RatePoint[],
  value: 'completedPerSecond' | 'p99ResponseTimeMs',
  { plot }: Pencil,
): Markish[] => [
  plot.dot(points, {
    x: 'arrivalsPerSecond',
    y: value,
    r: 5,
    fill: ({ backlog }: RatePoint) => FILLS[backlog],
    stroke: INK,
    strokeWidth: 1.2,
    title: pointWords,
  }),
  plot.frame({ stroke: FAINT, anchor: 'bottom' }),
];
