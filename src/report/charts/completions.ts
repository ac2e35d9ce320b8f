import { countedNoun, countText, listText, rangeOf, rangeText, timeText } from '../figure-text.ts';
import { plainColumn, type FigureTable } from '../figure-table.ts';
import { binned, type Bin } from './bins.ts';
import { conditionKeys, typicalTrial, type ChartCondition } from './chart-condition.ts';
import { bothWidths, isOneTrial, type Chart, type MeasuredSource, type ChartWidth } from './chart.ts';
import { areaEntry } from './legend.ts';
import { FACETS, inPanel, MOST_PANELS, panelGrid, panelNames } from './panels.ts';
import { FAINT, seriesColour } from './palette.ts';
import type { Pencil } from './pencil.ts';
import { axisUnit } from './time-axis.ts';
import { batchesOf, isInClusters, usualSize } from './completion-batches.ts';

/** Bins of a wide chart; a narrow one has half as many. */
const MOST_BINS = 120;

interface Timeline {
  readonly label: string;
  readonly windowMs: number;
  readonly intervalMs: number;
  readonly onTime: readonly number[];
  readonly late: readonly number[];
  readonly batches: readonly Bin[] | undefined;
  readonly isInClusters: boolean;
}

/** When responses came back: evenly, or in batches. */
export function completionsChart(source: MeasuredSource, pencil: Pencil): Chart | undefined {
  const all = source.conditions.flatMap(timelineOf);
  const timelines = all.slice(0, MOST_PANELS);
  if (timelines.every((timeline) => completedOf(timeline) === 0)) return undefined;
  const leftOut = all.length - timelines.length;
  return {
    name: 'completions',
    title: titleOf(all),
    explanation:
      (isOneTrial(source)
        ? `Responses over the window${all.some(({ batches }) => batches !== undefined) ? ', and above each batch how many there are in it' : ''}.`
        : 'Responses over the window, of the trial in the middle of each condition. Every panel has a height of its own.') +
      (leftOut > 0
        ? ` ${countedNoun(leftOut, 'more condition')} ${leftOut === 1 ? 'is' : 'are'} in the table only.`
        : ''),
    alternative: `Completions over time. ${timelines.map(timelineWords).join('; ')}.`,
    legend: [
      areaEntry('completed in time', seriesColour(0)),
      ...(timelines.some(hasLate) ? [areaEntry('completed late', seriesColour(1))] : []),
    ],
    svg: bothWidths((width) => draw(timelines, width, pencil)),
    table: tableOf(all),
  };
}

function timelineOf(condition: ChartCondition): Timeline[] {
  const { series, windowMs } = typicalTrial(condition);
  if (series === null || series.completed.length === 0) return [];
  const { intervalMs, completed, completedLate } = series;
  return [
    {
      label: condition.label,
      windowMs,
      intervalMs,
      late: completedLate,
      onTime: completed.map((count, index) => count - (completedLate[index] ?? 0)),
      batches: batchesOf(completed, intervalMs),
      isInClusters: isInClusters(binned(completed, intervalMs, MOST_BINS)),
    },
  ];
}

function titleOf(timelines: readonly Timeline[]): string {
  const inBatches = timelines.filter(
    // One by one is no batch.
    ({ batches }) => batches !== undefined && usualSize(batches) > 1,
  );
  if (inBatches.length === 0) return titleWithoutBatches(timelines);
  const sizes = [...new Set(inBatches.map(({ batches }) => usualSize(batches ?? [])))].toSorted(
    (one, other) => one - other,
  );
  const which =
    inBatches.length === timelines.length
      ? ''
      : ` in ${inBatches.length} of ${countedNoun(timelines.length, 'condition')}`;
  const text = sizes.length <= 3 ? listText(sizes.map(countText)) : rangeText(rangeOf(sizes), countText);
  return `Responses come back in batches of ${text}${which}`;
}

/** Clusters that are no batches, since they differ in size, are seen all the same. */
function titleWithoutBatches(timelines: readonly Timeline[]): string {
  const inClusters = timelines.filter((timeline) => timeline.isInClusters).length;
  if (inClusters === 0) return 'Responses come back all the time, not in batches';
  const clusters = 'Responses come back in clusters of uneven size';
  return inClusters === timelines.length
    ? clusters
    : `${clusters} in ${inClusters} of ${countedNoun(timelines.length, 'condition')}`;
}

function draw(timelines: readonly Timeline[], width: ChartWidth, pencil: Pencil): string {
  const { plot } = pencil;
  const grid = panelGrid(
    timelines.map(({ label }) => label),
    width,
    { columns: { wide: 2, narrow: 1 }, height: width === 'wide' ? 74 : 58, marginLeft: 14 },
  );
  const longest = Math.max(...timelines.map(({ windowMs }) => windowMs));
  const unit = axisUnit(longest);
  const most = width === 'wide' ? MOST_BINS : MOST_BINS / 2;
  const bars = timelines.flatMap((timeline, index) => {
    const panel = grid.panels[index];
    return panel === undefined ? [] : inPanel(panel, barsOf(timeline, most, unit.ms));
  });
  const counts = timelines.flatMap((timeline, index) => {
    const panel = grid.panels[index];
    return panel === undefined ? [] : inPanel(panel, countsOf(timeline, unit.ms));
  });
  return pencil.draw({
    ...grid.options,
    x: {
      domain: [0, longest / unit.ms],
      label: `time in the window in ${unit.name}`,
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: width === 'wide' ? 6 : 5,
      tickSize: 3,
    },
    y: { domain: [0, 1.2], axis: null },
    marks: [
      plot.rect(bars, {
        ...FACETS,
        x1: 'from',
        x2: 'to',
        y1: 'y1',
        y2: 'y2',
        fill: ({ isLate }: { isLate: boolean }) => seriesColour(isLate ? 1 : 0),
        title: 'words',
        insetRight: 0.3,
      }),
      plot.text(counts, {
        ...FACETS,
        x: 'at',
        y: 1,
        text: 'text',
        lineAnchor: 'bottom',
        dy: -2,
        fontSize: 11,
        fill: 'currentColor',
      }),
      plot.ruleY([0], { stroke: FAINT }),
      panelNames(grid, pencil),
    ],
  });
}

/** The height of each bin as a share of the tallest, the late ones on top. */
function barsOf({ onTime, late, intervalMs, label }: Timeline, most: number, unit: number) {
  const bins = binned(onTime, intervalMs, most);
  const lateBins = binned(late, intervalMs, most);
  const tallest = Math.max(1, ...bins.map(({ count }, index) => count + (lateBins[index]?.count ?? 0)));
  const bar = ({ fromMs, toMs, count }: Bin, below: number, isLate: boolean) =>
    count === 0
      ? []
      : [
          {
            from: fromMs / unit,
            to: toMs / unit,
            y1: below / tallest,
            y2: (below + count) / tallest,
            isLate,
            words: `${label}, ${timeText(fromMs)} to ${timeText(toMs)}: ${countText(count)} completed${isLate ? ' late' : ''}`,
          },
        ];
  return bins.flatMap((bin, index) => {
    const lateBin = lateBins[index];
    return [...bar(bin, 0, false), ...(lateBin === undefined ? [] : bar(lateBin, bin.count, true))];
  });
}

/** What is in each batch, above it. */
const countsOf = ({ batches }: Timeline, unit: number) =>
  (batches ?? [])
    .slice(0, 12)
    .map(({ fromMs, toMs, count }) => ({ at: (fromMs + toMs) / 2 / unit, text: countText(count) }));

const hasLate = ({ late }: Timeline): boolean => late.some((count) => count > 0);

const totalOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
const completedOf = ({ onTime, late }: Timeline): number => totalOf(onTime) + totalOf(late);

function timelineWords(timeline: Timeline): string {
  const { label, batches } = timeline;
  const total = countText(completedOf(timeline));
  return batches === undefined
    ? `${label}: ${total} responses ${timeline.isInClusters ? 'in clusters of uneven size' : 'all the time'}`
    : `${label}: ${total} responses in ${batches.length} batches of ${countText(usualSize(batches))}`;
}

function tableOf(timelines: readonly Timeline[]): FigureTable {
  const cells = (text: (timeline: Timeline) => string): string[] => timelines.map(text);
  return {
    title: 'Completions over the window',
    keys: [conditionKeys(timelines)],
    columns: [
      plainColumn(
        'completed',
        cells((timeline) => countText(completedOf(timeline))),
      ),
      plainColumn(
        'late',
        cells(({ late }) => countText(totalOf(late))),
      ),
      plainColumn(
        'batches',
        cells(({ batches }) => (batches === undefined ? 'none' : countText(batches.length))),
      ),
      plainColumn(
        'sizes',
        cells(({ batches }) =>
          (batches ?? [])
            .slice(0, 12)
            .map(({ count }) => countText(count))
            .join(' '),
        ),
      ),
      plainColumn(
        'ended at',
        cells(({ batches }) =>
          (batches ?? [])
            .slice(0, 12)
            .map(({ toMs }) => timeText(toMs))
            .join(' '),
        ),
      ),
    ],
  };
}
