import type { LiveTrial } from '../../samples/live-run.ts';
import { countedNoun, countText, timeText } from '../figure-text.ts';
import { plainColumn, UNKNOWN, type FigureTable } from '../figure-table.ts';
import { binned, thinned } from './bins.ts';
import { bothWidths, type Chart, type ChartWidth } from './chart.ts';
import { areaEntry, lineEntry } from './legend.ts';
import { FACETS, inPanel, MOST_PANELS, panelGrid, panelNames } from './panels.ts';
import { FAINT, INK, seriesColour } from './palette.ts';
import type { Pencil } from './pencil.ts';
import { axisUnit } from './time-axis.ts';
import { trialName } from './trial-source.ts';

const MOST_BINS = 100;

/** A trial that goes on and says what comes back. */
interface LiveLoad {
  readonly label: string;
  readonly windowMs: number;
  readonly series: LiveTrial['series'];
  readonly counters: LiveTrial['counters'];
}

/**
 * The trials that go on, as far as they have come: what came back, and what is in flight.
 * @returns undefined where none of them says it yet
 */
export function liveLoadChart(trials: readonly LiveTrial[], pencil: Pencil): Chart | undefined {
  const loads = trials.flatMap(loadOf).slice(0, MOST_PANELS / 2);
  if (loads.length === 0) return undefined;
  return {
    name: 'live-load',
    title: titleOf(loads),
    explanation:
      'Responses and requests in flight so far, over the whole window of the trial. Every panel has a height of its own.',
    alternative: `Responses and requests in flight over time. ${loads.map(loadWords).join('; ')}.`,
    legend: [areaEntry('completed', seriesColour(0)), lineEntry('in flight', INK)],
    svg: bothWidths((width) => draw(loads, width, pencil)),
    table: tableOf(loads),
  };
}

function loadOf({ condition, durationMs, series, counters }: LiveTrial): LiveLoad[] {
  if (durationMs === null || series.completed.length === 0) return [];
  const seenMs = series.completed.length * series.intervalMs;
  return [{ label: trialName(condition), windowMs: Math.max(durationMs, seenMs), series, counters }];
}

const totalOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

const completedIn = ({ series, counters }: LiveLoad): number =>
  counters?.completed ?? totalOf(series.completed);

const inFlightOf = ({ series, counters }: LiveLoad): number =>
  counters?.inFlight ?? series.inFlight.at(-1) ?? 0;

function titleOf(loads: readonly LiveLoad[]): string {
  const completed = countedNoun(totalOf(loads.map(completedIn)), 'response');
  const inFlight = countText(totalOf(loads.map(inFlightOf)));
  const where = loads.length === 1 ? '' : ` in ${loads.length} trials at once`;
  return `${completed} so far${where}, and ${inFlight} in flight`;
}

const loadWords = (load: LiveLoad): string =>
  `${load.label}: ${countText(completedIn(load))} completed, ${countText(inFlightOf(load))} in flight, ` +
  `${timeText(load.series.completed.length * load.series.intervalMs)} of ${timeText(load.windowMs)}`;

/** Two panels a trial, each drawn as a share of what is the most in it. */
function draw(loads: readonly LiveLoad[], width: ChartWidth, pencil: Pencil): string {
  const { plot } = pencil;
  const windowMs = Math.max(...loads.map((load) => load.windowMs));
  const unit = axisUnit(windowMs);
  const drawings = loads.map((load) => ({ bars: barsOf(load, unit.ms), line: lineOf(load, unit.ms) }));
  const grid = panelGrid(
    loads.flatMap((load, index) => [
      `Completed${nameOf(load, loads)}, at most ${countText(drawings[index]?.bars.most ?? 0)} a bar`,
      `In flight${nameOf(load, loads)}, at most ${countText(drawings[index]?.line.most ?? 0)}`,
    ]),
    width,
    { columns: { wide: 2, narrow: 1 }, height: width === 'wide' ? 110 : 80, marginLeft: 14 },
  );
  const panelled = <Datum extends object>(offset: 0 | 1, dataOf: (index: number) => readonly Datum[]) =>
    loads.flatMap((_, index) => {
      const panel = grid.panels[index * 2 + offset];
      return panel === undefined ? [] : inPanel(panel, dataOf(index));
    });
  return pencil.draw({
    ...grid.options,
    x: {
      domain: [0, windowMs / unit.ms],
      label: `time in the window in ${unit.name}`,
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: 5,
      tickSize: 3,
    },
    y: { domain: [0, 1.05], axis: null },
    color: { type: 'identity' },
    marks: [
      plot.rect(
        panelled(0, (index) => drawings[index]?.bars.marks ?? []),
        { ...FACETS, x1: 'from', x2: 'to', y1: 0, y2: 'share', fill: seriesColour(0), title: 'words' },
      ),
      plot.line(
        panelled(1, (index) => drawings[index]?.line.marks ?? []),
        { ...FACETS, x: 'at', y: 'share', z: 'label', stroke: INK, strokeWidth: 1.8, curve: 'step-before' },
      ),
      plot.ruleY([0], { stroke: FAINT }),
      panelNames(grid, pencil),
    ],
  });
}

/** Which of several trials. */
const nameOf = ({ label }: LiveLoad, loads: readonly LiveLoad[]): string =>
  loads.length === 1 ? '' : ` ${label}`;

function barsOf({ series: { completed, intervalMs }, label }: LiveLoad, unit: number) {
  const bins = binned(completed, intervalMs, MOST_BINS);
  const most = Math.max(0, ...bins.map(({ count }) => count));
  const marks = bins
    .filter(({ count }) => count > 0)
    .map(({ fromMs, toMs, count }) => ({
      from: fromMs / unit,
      to: toMs / unit,
      share: count / most,
      words: `${label}, ${timeText(fromMs)} to ${timeText(toMs)}: ${countText(count)} completed`,
    }));
  return { most, marks };
}

function lineOf({ series: { inFlight, intervalMs }, label }: LiveLoad, unit: number) {
  const most = Math.max(0, ...inFlight);
  const moments = inFlight.map((count, index) => ({
    at: ((index + 1) * intervalMs) / unit,
    share: most === 0 ? 0 : count / most,
    label,
  }));
  return { most, marks: thinned(moments, MOST_BINS) };
}

function tableOf(loads: readonly LiveLoad[]): FigureTable {
  const cells = (text: (load: LiveLoad) => string): string[] => loads.map(text);
  const counted = (name: 'completedLate' | 'timedOut' | 'failed') =>
    cells(({ counters }) => (counters === null ? UNKNOWN : countText(counters[name])));
  return {
    title: 'The trials that go on',
    keys: [
      plainColumn(
        'condition',
        cells(({ label }) => label),
        { align: 'left' },
      ),
    ],
    columns: [
      plainColumn(
        'completed',
        cells((load) => countText(completedIn(load))),
      ),
      plainColumn('late', counted('completedLate')),
      plainColumn('timed out', counted('timedOut')),
      plainColumn('failed', counted('failed')),
      plainColumn(
        'in flight',
        cells((load) => countText(inFlightOf(load))),
      ),
    ],
  };
}
