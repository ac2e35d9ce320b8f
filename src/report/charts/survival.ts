import type { Condition } from '../../plan/plan.ts';
import { countText, figureText, percentText, rangeOf, rangeText, timeText } from '../figure-text.ts';
import { plainColumn, UNKNOWN, type FigureTable } from '../figure-table.ts';
import { conditionSetText } from '../condition-set.ts';
import { rowFigures } from '../run-table.ts';
import { conditionColumn, type ChartCondition } from './chart-condition.ts';
import { bothWidths, type Chart, type MeasuredSource, type ChartWidth } from './chart.ts';
import { lineEntry } from './legend.ts';
import { panelPlan, type PanelPlan } from './panel-plan.ts';
import { FACETS, inPanel, panelGrid, panelNames } from './panels.ts';
import { FAINT, INK, MUTED, seriesColour, seriesDash } from './palette.ts';
import type { Pencil } from './pencil.ts';
import { survivalPoints, type SurvivalPoints } from './survival-points.ts';
import { axisUnit } from './time-axis.ts';

interface Curve extends SurvivalPoints {
  readonly condition: Condition;
  readonly label: string;
  readonly panel: number;
  readonly line: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

/** How long requests take: for every time, the share that takes longer, those without a response too. */
export function survivalChart(source: MeasuredSource, pencil: Pencil): Chart | undefined {
  const plan = panelPlan(source.conditions);
  const curves = source.conditions.flatMap((condition) => curveOf(condition, plan));
  if (curves.length === 0) return undefined;
  const timeoutMs = drawnTimeout(source, curves);
  return {
    name: 'response-time',
    title: titleOf(curves, source),
    explanation:
      'For each time, the share of requests that takes longer (Kaplan-Meier). A curve that falls early is a fast server; steps are requests that end together. ' +
      'A cross stands where requests were given up, or cut off by the end of the window, before they had a response: they took longer than that.',
    alternative: `Survival curves of the response time. ${curves.map(curveWords).join('; ')}.`,
    legend: [
      ...plan.lines.map((name, line) => lineEntry(name, seriesColour(line), seriesDash(line))),
      ...(curves.some(({ censored }) => censored.length > 0) ? [NO_RESPONSE] : []),
      ...(timeoutMs === undefined ? [] : [lineEntry(`time-out (${timeText(timeoutMs)})`, MUTED, '2 2')]),
    ],
    svg: bothWidths((width) => draw(curves, plan, width, timeoutMs, pencil)),
    table: tableOf(curves),
  };
}

const NO_RESPONSE = {
  label: 'no response yet',
  mark: `<path d="M12,2V12M7,7H17" stroke="${INK}" stroke-width="2" fill="none"/>`,
};

function curveOf({ condition, label, key, trials }: ChartCondition, plan: PanelPlan): Curve[] {
  const points = survivalPoints(trials);
  const place = plan.places.get(key);
  if (points === undefined || place === undefined) return [];
  const { p50Ms, p99Ms } = rowFigures(trials);
  return [{ ...points, ...place, condition, label, p50Ms, p99Ms }];
}

/** Whose median is shortest, and whose longest. */
function titleOf(curves: readonly Curve[], { conditions }: MeasuredSource): string {
  const medians = curves.flatMap(({ condition, p50Ms }) => (p50Ms === null ? [] : [{ condition, p50Ms }]));
  if (medians.length === 0) return 'How long requests take';
  const { least, most } = rangeOf(medians.map(({ p50Ms }) => p50Ms));
  const unit = axisUnit(most);
  const time = (ms: number): string => `${figureText(ms / unit.ms)} ${unit.name}`;
  if (most <= least * ALIKE)
    return `Half of the requests take no longer than ${rangeText({ least, most }, time)}${conditions.length > 1 ? ', in every condition' : tailText(curves)}`;
  const all = conditions.map(({ condition }) => condition);
  const near = (to: number): string => {
    const own = medians.filter(({ p50Ms }) => p50Ms <= to * ALIKE && to <= p50Ms * ALIKE);
    const range = rangeText(rangeOf(own.map(({ p50Ms }) => p50Ms)), time);
    return `${range} for ${conditionSetText(
      own.map(({ condition }) => condition),
      all,
    )}`;
  };
  return `The median request takes ${near(least)}, and ${near(most)}`;
}

/** What is to be said of one curve beside its median. */
function tailText([curve]: readonly Curve[]): string {
  if (curve === undefined) return '';
  if (curve.p99Ms === null) return ', and more than one in a hundred had no response yet';
  return `, and 99 % no longer than ${timeText(curve.p99Ms)}`;
}

/** Medians that differ by less than this factor are alike. */
const ALIKE = 1.1;
/** Times that span more than this factor are drawn on a logarithmic axis. */
const LINEAR = 60;

function draw(
  curves: readonly Curve[],
  plan: PanelPlan,
  width: ChartWidth,
  timeoutMs: number | undefined,
  pencil: Pencil,
): string {
  const { plot } = pencil;
  const grid = panelGrid(plan.panels, width, { columns: { wide: 2, narrow: 1 }, height: 130 });
  const { least, most } = timesOf(curves);
  const isLog = most / least > LINEAR;
  const unit = axisUnit(most);
  const start = isLog ? least / 2 : 0;
  const lines = curves.flatMap((curve) => {
    const panel = grid.panels[curve.panel];
    if (panel === undefined) return [];
    const own = curve.points.map(({ ms, share }) => ({
      at: Math.max(ms, start) / unit.ms,
      share,
      line: curve.line,
    }));
    const crosses = curve.censored.map(({ ms, share, count }) => ({
      at: Math.max(ms, start) / unit.ms,
      share,
      line: curve.line,
      count,
      label: curve.label,
    }));
    return [{ curve, points: inPanel(panel, own), crosses: inPanel(panel, crosses) }];
  });
  return pencil.draw({
    ...grid.options,
    x: {
      type: isLog ? 'log' : 'linear',
      domain: [start / unit.ms, most / unit.ms],
      label: `response time in ${unit.name}`,
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: width === 'wide' ? 5 : 4,
      grid: true,
      tickSize: 0,
      ...(isLog ? { tickFormat: (tick: number) => String(Number(tick.toPrecision(3))) } : {}),
    },
    y: {
      domain: [0, 1],
      label: null,
      ticks: [0, 0.5, 1],
      tickFormat: '.0%',
      insetTop: 6,
      grid: true,
      tickSize: 0,
    },
    marks: [
      ...(timeoutMs === undefined
        ? []
        : [plot.ruleX([timeoutMs / unit.ms], { stroke: MUTED, strokeDasharray: '2 2' })]),
      ...lines.map(({ curve, points }) =>
        plot.line(points, {
          ...FACETS,
          x: 'at',
          y: 'share',
          curve: 'step-after',
          stroke: seriesColour(curve.line),
          strokeDasharray: seriesDash(curve.line),
          strokeWidth: 2.2,
          title: () => curveWords(curve),
        }),
      ),
      ...lines.map(({ curve, crosses }) =>
        plot.dot(crosses, {
          ...FACETS,
          x: 'at',
          y: 'share',
          symbol: 'plus',
          r: 5,
          stroke: seriesColour(curve.line),
          strokeWidth: 2,
          title: ({ count, at }: { count: number; at: number }) =>
            `${curve.label}: ${countText(count)} without a response after about ${timeText(at * unit.ms)}`,
        }),
      ),
      plot.ruleY([0], { stroke: FAINT }),
      panelNames(grid, pencil),
    ],
  });
}

/** @returns undefined where it is not the same for all, or longer than anything took */
function drawnTimeout({ trials }: MeasuredSource, curves: readonly Curve[]): number | undefined {
  const [timeoutMs, ...others] = new Set(trials.map(({ load }) => load.timeoutMs));
  const isSeen = timeoutMs !== undefined && timeoutMs <= timesOf(curves).most;
  return isSeen && others.length === 0 ? timeoutMs : undefined;
}

function timesOf(curves: readonly Curve[]): { least: number; most: number } {
  const times = curves.flatMap(({ points }) => points.map(({ ms }) => ms)).filter((ms) => ms > 0);
  return times.length === 0 ? { least: 1, most: 1 } : rangeOf(times);
}

const BEYOND = 'beyond what was seen';

const timeOr = (ms: number | null, otherwise: string): string => (ms === null ? otherwise : timeText(ms));

function curveWords({ label, p50Ms, p99Ms, completed, unanswered }: Curve): string {
  return `${label}: median ${timeOr(p50Ms, BEYOND)}, p99 ${timeOr(p99Ms, BEYOND)}, ${countText(unanswered)} of ${countText(completed + unanswered)} without a response`;
}

function tableOf(curves: readonly Curve[]): FigureTable {
  const cells = (text: (curve: Curve) => string): string[] => curves.map(text);
  return {
    title: 'Response times over all requests, those without a response too',
    keys: [conditionColumn(cells(({ label }) => label))],
    columns: [
      plainColumn(
        'p50',
        cells(({ p50Ms }) => timeOr(p50Ms, UNKNOWN)),
      ),
      plainColumn(
        'p99',
        cells(({ p99Ms }) => timeOr(p99Ms, UNKNOWN)),
      ),
      plainColumn(
        'completed',
        cells(({ completed }) => countText(completed)),
      ),
      plainColumn(
        'no response',
        cells(({ unanswered }) => countText(unanswered)),
      ),
      plainColumn(
        'share without',
        cells(({ completed, unanswered }) => percentText((unanswered / (completed + unanswered)) * 100)),
      ),
    ],
  };
}
