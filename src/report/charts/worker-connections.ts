import { conditionColumn } from './chart-condition.ts';
import { countedNoun, countText, listText } from '../figure-text.ts';
import { plainColumn, UNKNOWN, type FigureTable } from '../figure-table.ts';
import { isUnevenlySpread, workerConnections } from '../../samples/worker-connections.ts';
import { bothWidths, isOneTrial, type Chart, type MeasuredSource, type ChartWidth } from './chart.ts';
import { dotEntry, lineEntry, tickEntry } from './legend.ts';
import { FAINT, INK, PAPER, seriesColour } from './palette.ts';
import type { Pencil } from './pencil.ts';
import { rowLayout, rowNames } from './rows.ts';

interface WorkerRow {
  readonly label: string;
  /** Of each trial where it was seen, the connections of each worker, the most first. */
  readonly trials: readonly { readonly replicate: number; readonly connections: readonly number[] }[];
  readonly slotsAWorker: number | null;
}

/** More conditions than these are in the table only. */
const MOST_ROWS = 24;

/** How the connections were spread over the workers, where a server has several. */
export function workerConnectionsChart(source: MeasuredSource, pencil: Pencil): Chart | undefined {
  const { conditions, limits } = source;
  const rows = conditions.flatMap(({ label, key, trials }): WorkerRow[] => {
    const seen = trials.flatMap((trial) => {
      const connections = workerConnections(trial);
      return connections === undefined || connections.length < 2
        ? []
        : [{ replicate: trial.order.replicate, connections }];
    });
    return seen.length === 0
      ? []
      : [{ label, trials: seen, slotsAWorker: limits.get(key)?.law?.slotsAWorker ?? null }];
  });
  if (rows.length === 0) return undefined;
  const drawn = rows.slice(0, MOST_ROWS);
  return {
    name: 'connections',
    title: titleOf(rows),
    explanation: `One dot a worker${isOneTrial(source) ? '' : ' and trial'}. Where dots lie apart, a worker with too many connections has requests waiting while another has nothing to do.`,
    alternative: `Connections of each worker. ${drawn.map(rowWords).join('; ')}.`,
    legend: [
      dotEntry('a worker', seriesColour(0)),
      tickEntry('even share', INK),
      ...(drawn.some(({ slotsAWorker }) => slotsAWorker !== null)
        ? [lineEntry('slots a worker', seriesColour(1), '4 3')]
        : []),
    ],
    svg: bothWidths((width) => draw(drawn, width, pencil)),
    table: tableOf(rows),
  };
}

function titleOf(rows: readonly WorkerRow[]): string {
  const trials = rows.flatMap((row) => row.trials.map(({ connections }) => ({ row, connections })));
  const uneven = trials.filter(({ connections }) => isUnevenlySpread(connections));
  if (uneven.length === 0) return 'Connections are spread evenly over the workers';
  const most = uneven.toSorted((one, other) => shareOf(other.connections) - shareOf(one.connections))[0];
  const connections = most?.connections ?? [];
  const total = Math.round(connections.reduce((sum, count) => sum + count, 0));
  const where =
    trials.length === 1
      ? ': one worker had '
      : ` in ${uneven.length} of ${countedNoun(trials.length, 'trial')}: one worker had up to `;
  return `Connections are spread unevenly${where}${countText(Math.round(connections[0] ?? 0))} of ${countText(total)}`;
}

const shareOf = (connections: readonly number[]): number =>
  (connections[0] ?? 0) /
  Math.max(
    1,
    connections.reduce((sum, count) => sum + count, 0),
  );

function draw(rows: readonly WorkerRow[], width: ChartWidth, pencil: Pencil): string {
  const { plot } = pencil;
  const { isStacked, ...size } = rowLayout(
    rows.map(({ label }) => label),
    width,
    { rowHeight: 30, marginRight: 20 },
  );
  const dy = isStacked ? 9 : 0;
  const dots = rows.flatMap(({ label, trials }) =>
    trials.flatMap(({ replicate, connections }) =>
      connections.map((count) => ({
        label,
        count,
        words: `${label}, replicate ${replicate}: a worker with ${countText(Math.round(count))} connections`,
      })),
    ),
  );
  const even = rows.flatMap(({ label, trials }) => {
    const [first] = trials;
    return first === undefined
      ? []
      : [
          {
            label,
            share: first.connections.reduce((sum, count) => sum + count, 0) / first.connections.length,
          },
        ];
  });
  const most = Math.max(
    1,
    ...dots.map(({ count }) => count),
    ...rows.map(({ slotsAWorker }) => slotsAWorker ?? 0),
  );
  const tick = { insetTop: isStacked ? 20 : 2, insetBottom: 2 };
  return pencil.draw({
    ...size,
    x: {
      domain: [0, most * 1.06],
      label: 'connections of a worker',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: isStacked ? 4 : 8,
      grid: true,
      tickSize: 0,
    },
    y: { domain: rows.map(({ label }) => label), axis: null, padding: 0.2 },
    marks: [
      plot.tickX(even, { y: 'label', x: 'share', ...tick, stroke: INK, strokeWidth: 2 }),
      plot.tickX(
        rows.filter(({ slotsAWorker }) => slotsAWorker !== null && Number.isFinite(slotsAWorker)),
        {
          y: 'label',
          x: 'slotsAWorker',
          ...tick,
          stroke: seriesColour(1),
          strokeWidth: 2,
          strokeDasharray: '4 3',
        },
      ),
      plot.dot(dots, {
        y: 'label',
        x: 'count',
        dy,
        r: 5,
        fill: seriesColour(0),
        stroke: PAPER,
        strokeWidth: 1,
        title: 'words',
      }),
      rowNames(rows, { isStacked }, pencil),
      plot.ruleX([0], { stroke: FAINT }),
    ],
  });
}

const rowWords = ({ label, trials }: WorkerRow): string =>
  `${label}: ${listText(trials.slice(0, 3).map(({ connections }) => connectionsText(connections)))}${trials.length > 3 ? ' and more' : ''}`;

const connectionsText = (connections: readonly number[]): string =>
  connections.map((count) => countText(Math.round(count))).join(' ');

function tableOf(rows: readonly WorkerRow[]): FigureTable {
  const flat = rows.flatMap(({ label, trials, slotsAWorker }) =>
    trials.map((trial) => ({ label, slotsAWorker, ...trial })),
  );
  const cells = (text: (row: (typeof flat)[number]) => string): string[] => flat.map(text);
  return {
    title: 'Connections that each worker had',
    keys: [
      conditionColumn(cells(({ label }) => label)),
      plainColumn(
        'replicate',
        cells(({ replicate }) => countText(replicate)),
      ),
    ],
    columns: [
      plainColumn(
        'connections',
        cells(({ connections }) => connectionsText(connections)),
      ),
      plainColumn(
        'slots a worker',
        cells(({ slotsAWorker }) => (slotsAWorker === null ? UNKNOWN : countText(slotsAWorker))),
      ),
    ],
  };
}
