import { conditionColumn } from './chart-condition.ts';
import { countedNoun, countText, figureText, timeText } from '../figure-text.ts';
import { plainColumn, UNKNOWN, type FigureTable } from '../figure-table.ts';
import { bothWidths, isOneTrial, type Chart, type MeasuredSource, type ChartWidth } from './chart.ts';
import { areaEntry, lineEntry } from './legend.ts';
import { FACETS, inPanel, MOST_PANELS, panelGrid, panelNames } from './panels.ts';
import { FAINT, INK, seriesColour } from './palette.ts';
import type { Pencil } from './pencil.ts';
import { axisUnit } from './time-axis.ts';
import { type ServerMoment, type ServerLoad, serverLoad, loadWords } from './server-moments.ts';

/** What requests do while they are in flight: how many are served, and how many wait. */
export function serverLoadChart(source: MeasuredSource, pencil: Pencil): Chart | undefined {
  const all = source.conditions.flatMap(serverLoad);
  const loads = all.slice(0, MOST_PANELS);
  if (loads.every(({ inFlight }) => inFlight.every((moment) => moment.inFlight === 0))) return undefined;
  const isKnown = loads.some(({ server }) => server.length > 0);
  return {
    name: 'in-flight',
    title: titleOf(all, source.conditions.length === 1),
    explanation: isKnown
      ? 'The line is what the load generator has in flight. The areas are what the server says of itself: slots that are held, and on top of them the requests that wait for one. A handler that runs on the event loop holds no slot.'
      : 'Requests in flight over the window, as the load generator counts them; the server says nothing of itself.',
    alternative: `Requests in flight, busy slots and queued requests over time. ${loads.map(loadWords).join('; ')}.`,
    legend: [
      lineEntry('in flight', INK),
      ...(isKnown ? [areaEntry('busy slots', seriesColour(0)), areaEntry('queued', seriesColour(1))] : []),
      ...(loads.some(({ slots }) => slots !== null) ? [lineEntry('slots there are', INK, '4 3')] : []),
    ],
    svg: bothWidths((width) => draw(loads, width, pencil)),
    table: tableOf(all, isOneTrial(source)),
  };
}

/** Fewer than this are no queue. */
const A_QUEUE = 1;

function titleOf(loads: readonly ServerLoad[], isOne: boolean): string {
  const known = loads.filter(({ mean }) => mean !== null);
  if (known.length === 0) {
    const most = Math.max(...loads.flatMap(({ inFlight }) => inFlight.map((moment) => moment.inFlight)));
    return `Up to ${countedNoun(most, 'request')} are in flight at a time`;
  }
  const queueing = known
    .filter(({ mean }) => (mean?.queued ?? 0) >= A_QUEUE)
    .toSorted((one, other) => (other.mean?.queued ?? 0) - (one.mean?.queued ?? 0));
  const [worst] = queueing;
  if (worst === undefined) return `No requests wait for a slot${isOne ? '' : ' in any condition'}`;
  const mean = worst.mean ?? { busy: 0, queued: 0 };
  const others =
    queueing.length === 1 ? '' : ` (and some wait in ${countedNoun(queueing.length - 1, 'more condition')})`;
  const waiting = `${figureText(mean.queued)} requests wait in the mean while ${figureText(mean.busy)} are served`;
  return isOne ? waiting : `Under ${worst.label}, ${waiting}${others}`;
}

function draw(loads: readonly ServerLoad[], width: ChartWidth, pencil: Pencil): string {
  const { plot } = pencil;
  const grid = panelGrid(
    loads.map(({ label }) => label),
    width,
    { columns: { wide: 2, narrow: 1 }, height: width === 'wide' ? 80 : 70 },
  );
  const unit = axisUnit(Math.max(...loads.map(({ windowMs }) => windowMs)));
  const inGrid = <Datum extends object>(data: (load: ServerLoad) => readonly Datum[]) =>
    loads.flatMap((load, index) => {
      const panel = grid.panels[index];
      return panel === undefined ? [] : inPanel(panel, data(load));
    });
  const lines = inGrid(({ inFlight, label }) =>
    inFlight.map(({ ms, inFlight: count }) => ({ at: ms / unit.ms, count, label })),
  );
  const boxes = inGrid(({ server, label }) => server.flatMap((moment) => boxesOf(moment, unit.ms, label)));
  const slots = inGrid(({ slots: own }) => (own === null ? [] : [{ own }]));
  const most = Math.max(1, ...lines.map(({ count }) => count), ...boxes.map(({ y2 }) => y2));
  return pencil.draw({
    ...grid.options,
    x: {
      domain: [0, Math.max(...loads.map(({ windowMs }) => windowMs)) / unit.ms],
      label: `time in the window in ${unit.name}`,
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: 6,
      tickSize: 3,
    },
    y: { domain: [0, most * 1.05], label: null, ticks: 3, tickSize: 0, grid: true },
    marks: [
      plot.rect(boxes, {
        ...FACETS,
        x1: 'x1',
        x2: 'x2',
        y1: 'y1',
        y2: 'y2',
        fill: ({ isQueued }: { isQueued: boolean }) => seriesColour(isQueued ? 1 : 0),
        title: 'words',
      }),
      plot.ruleY(
        slots.filter(({ own }) => own <= most * 1.05),
        { ...FACETS, y: 'own', stroke: INK, strokeDasharray: '4 3' },
      ),
      plot.line(lines, {
        ...FACETS,
        x: 'at',
        y: 'count',
        z: 'label',
        curve: 'step-before',
        stroke: INK,
        strokeWidth: 1.8,
      }),
      plot.ruleY([0], { stroke: FAINT }),
      panelNames(grid, pencil),
    ],
    color: { type: 'identity' },
  });
}

function boxesOf({ fromMs, ms, busy, queued }: ServerMoment, unit: number, label: string) {
  const words = `${label}, ${timeText(fromMs)} to ${timeText(ms)}: ${figureText(busy)} slots busy, ${figureText(queued)} queued`;
  const box = { x1: fromMs / unit, x2: ms / unit, words };
  return [
    ...(busy > 0 ? [{ ...box, y1: 0, y2: busy, isQueued: false }] : []),
    ...(queued > 0 ? [{ ...box, y1: busy, y2: busy + queued, isQueued: true }] : []),
  ];
}

function tableOf(loads: readonly ServerLoad[], isOne: boolean): FigureTable {
  const cells = (text: (load: ServerLoad) => string): string[] => loads.map(text);
  return {
    title: `In flight, busy and queued${isOne ? '' : ' in the middle trial of each condition'}`,
    keys: [conditionColumn(cells(({ label }) => label))],
    columns: [
      plainColumn(
        'most in flight',
        cells(({ inFlight }) => countText(Math.max(...inFlight.map((moment) => moment.inFlight)))),
      ),
      plainColumn(
        'mean busy slots',
        cells(({ mean }) => (mean === null ? UNKNOWN : figureText(mean.busy))),
      ),
      plainColumn(
        'mean queued',
        cells(({ mean }) => (mean === null ? UNKNOWN : figureText(mean.queued))),
      ),
      plainColumn(
        'slots',
        cells(({ slots }) => (slots === null ? UNKNOWN : countText(slots))),
      ),
    ],
  };
}
