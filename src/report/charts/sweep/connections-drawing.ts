import type { Estimate } from '../../../samples/interval.ts';
import { countText, rateText, timeText } from '../../figure-text.ts';
import type { ChartWidth } from '../chart.ts';
import { FAINT } from '../palette.ts';
import type { Pencil } from '../pencil.ts';
import { bandMark, boundMarks, curveMark, kneeMarks, trialMarks, type Line } from './connections-marks.ts';
import { sweepAxis, type SweepAxis } from './sweep-axis.ts';
import type { CurveBand, SweepBounds, SweepCurve } from './sweep-curves.ts';
import { sweepPanels, type SweepPanel } from './sweep-panel.ts';
import type { SweptTrial } from './swept-trials.ts';

/** What a chart of a sweep over connections shows. */
export interface ConnectionsSweep {
  /** Each with a throughput above 0; at least one. */
  readonly trials: readonly SweptTrial[];
  readonly curves: readonly SweepCurve[];
  readonly band: CurveBand | null;
  readonly bounds: SweepBounds | null;
  /** In connections. */
  readonly knee: Estimate | null;
}

/** Throughput above, mean response time below, on one axis of connections. */
export function drawConnectionsSweep(sweep: ConnectionsSweep, width: ChartWidth, pencil: Pencil): string {
  const loads = sweep.trials.map(({ connections }) => connections);
  const x = sweepAxis(Math.min(...loads), Math.max(...loads));
  const at = sampledLoads(Math.min(...loads), Math.max(...loads), sweep.knee?.estimate ?? null);
  const panels = [throughputPanel(sweep, x, at, pencil), timePanel(sweep, x, at, pencil)];
  return sweepPanels(
    panels.filter((panel) => panel !== null),
    { ...x, label: 'connections' },
    width,
    pencil,
  );
}

const SAMPLES = 72;

/** Whole connections, as the models have them, closer together where there are few, and on both sides of the bend. */
function sampledLoads(least: number, most: number, knee: number | null): number[] {
  const spread = Array.from({ length: SAMPLES + 1 }, (_, place) =>
    Math.round(least * (most / least) ** (place / SAMPLES)),
  );
  const even = Array.from({ length: SAMPLES / 4 + 1 }, (_, place) =>
    Math.round(least + ((most - least) * place * 4) / SAMPLES),
  );
  const bend = knee !== null && knee > least && knee < most ? [Math.floor(knee), Math.ceil(knee)] : [];
  return [...new Set([...spread, ...even, ...bend])].toSorted((one, other) => one - other);
}

function throughputPanel(
  { trials, curves, band, bounds, knee }: ConnectionsSweep,
  x: SweepAxis,
  at: readonly number[],
  pencil: Pencil,
): SweepPanel {
  const { plot } = pencil;
  const rates = trials.map(({ perSecond }) => perSecond);
  const y = sweepAxis(Math.min(...rates), Math.max(...rates, bounds?.mostPerSecond ?? 0), x.type === 'log');
  return {
    title: 'responses a second',
    y,
    marks: [
      ...kneeMarks(knee, x, pencil),
      ...(band === null ? [] : [bandMark(at, band.low, band.high, pencil)]),
      ...boundMarks(at, boundsOf(bounds, 'perSecond'), y, pencil),
      ...curves.map((curve, place) => curveMark(at, curve.perSecond, curve, place, y, pencil)),
      ...trialMarks(
        trials.map((trial) => ({
          ...trial,
          value: trial.perSecond,
          words: `${countText(trial.connections)} connections: ${rateText(trial.perSecond)}`,
        })),
        pencil,
      ),
      plot.frame({ stroke: FAINT, anchor: 'bottom' }),
    ],
  };
}

function timePanel(
  { trials, curves, band, bounds, knee }: ConnectionsSweep,
  x: SweepAxis,
  at: readonly number[],
  pencil: Pencil,
): SweepPanel | null {
  const timed = trials.flatMap((trial) =>
    trial.meanMs === null || trial.meanMs <= 0 ? [] : [{ ...trial, meanMs: trial.meanMs }],
  );
  if (timed.length === 0) return null;
  const concluded = curves.find(({ isConcluded }) => isConcluded);
  const last = at.at(-1) ?? 1;
  const means = [...timed.map(({ meanMs }) => meanMs), ...(bounds === null ? [] : [bounds.serviceMs])];
  const most = Math.max(...means, concluded === undefined ? 0 : timeOf(concluded.perSecond)(last));
  const isWide = x.type === 'log' && most > 3 * Math.min(...means);
  const y = sweepAxis(Math.min(...means), most, isWide);
  return {
    title: 'mean response time in ms',
    y,
    marks: [
      ...kneeMarks(knee, x, pencil).slice(0, -1),
      ...(band === null ? [] : [bandMark(at, timeOf(band.high), timeOf(band.low), pencil)]),
      ...boundMarks(at, boundsOf(bounds, 'timeMs'), y, pencil),
      ...curves.map((curve, place) => curveMark(at, timeOf(curve.perSecond), curve, place, y, pencil)),
      ...trialMarks(
        timed.map((trial) => ({
          ...trial,
          value: trial.meanMs,
          words: `${countText(trial.connections)} connections: ${timeText(trial.meanMs)} in the mean`,
        })),
        pencil,
      ),
      pencil.plot.frame({ stroke: FAINT, anchor: 'bottom' }),
    ],
  };
}

/** Little's law of a closed loop without think time, R = N/X (Little 1961), in milliseconds. */
const timeOf =
  (perSecond: (connections: number) => number) =>
  (connections: number): number =>
    (1e3 * connections) / perSecond(connections);

function boundsOf(bounds: SweepBounds | null, of: 'perSecond' | 'timeMs'): Line[] {
  if (bounds === null) return [];
  const { serviceMs, mostPerSecond } = bounds;
  const few: Line = (connections) => (1e3 * connections) / serviceMs;
  const many: Line[] = mostPerSecond === null ? [] : [() => mostPerSecond];
  return [few, ...many].map((line) => (of === 'perSecond' ? line : timeOf(line)));
}
