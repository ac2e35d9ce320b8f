import { countText, figureText } from '../figure-text.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { thinned } from './bins.ts';
import { typicalTrial, type ChartCondition } from './chart-condition.ts';
import { overWorkers, reportMoments, sumOf } from './worker-sums.ts';

const MOST_POINTS = 90;

interface Moment {
  readonly ms: number;
  readonly inFlight: number;
}

/** What the workers of a server did together between two of their reports, in the mean. */
export interface ServerMoment {
  readonly fromMs: number;
  readonly ms: number;
  readonly busy: number;
  readonly queued: number;
}

/** The trial in the middle of a condition, as its load and its server saw it. */
export interface ServerLoad {
  readonly label: string;
  readonly windowMs: number;
  readonly inFlight: readonly Moment[];
  /** Empty where the server says nothing of itself. */
  readonly server: readonly ServerMoment[];
  /** Over all workers; null where its handlers need none, or nobody says. */
  readonly slots: number | null;
  readonly mean: { readonly busy: number; readonly queued: number } | null;
}

/** @returns nothing where the load generator kept no series */
export function serverLoad(condition: ChartCondition): ServerLoad[] {
  const trial = typicalTrial(condition);
  const { series, windowMs, telemetry } = trial;
  if (series === null || series.inFlightAtEnd.length === 0) return [];
  const inFlight = series.inFlightAtEnd.map((count, index) => ({
    ms: (index + 1) * series.intervalMs,
    inFlight: count,
  }));
  const slots = (telemetry?.workers ?? []).flatMap((worker) => worker.slots ?? []);
  return [
    {
      label: condition.label,
      windowMs,
      inFlight: [{ ms: 0, inFlight: inFlight[0]?.inFlight ?? 0 }, ...thinned(inFlight, MOST_POINTS)],
      server: serverMoments(trial),
      slots: slots.length === 0 ? null : sumOf(slots),
      mean: meanOf(trial),
    },
  ];
}

function serverMoments({ telemetry, windowMs }: TrialRecord): ServerMoment[] {
  if (telemetry === null) return [];
  const moments = thinned(reportMoments(telemetry), MOST_POINTS).filter((ms) => ms > 0);
  const busy = overWorkers(telemetry, 'meanBusySlots', moments, sumOf);
  const queued = overWorkers(telemetry, 'meanQueued', moments, sumOf);
  return moments.flatMap((ms, index) => {
    const [one, other] = [busy[index], queued[index]];
    if (one == null || other == null) return [];
    const fromMs = Math.max(0, moments[index - 1] ?? 0);
    return fromMs >= windowMs ? [] : [{ fromMs, ms: Math.min(ms, windowMs), busy: one, queued: other }];
  });
}

function meanOf({ telemetry }: TrialRecord): ServerLoad['mean'] {
  const totals = (telemetry?.workers ?? []).flatMap(({ totals: own }) => own ?? []);
  if (totals.length === 0) return null;
  return {
    busy: sumOf(totals.map(({ meanBusySlots }) => meanBusySlots)),
    queued: sumOf(totals.map(({ meanQueued }) => meanQueued)),
  };
}

/** A load in words, for who does not see the chart. */
export function loadWords({ label, inFlight, mean, slots }: ServerLoad): string {
  const most = Math.max(...inFlight.map((moment) => moment.inFlight));
  const server =
    mean === null
      ? ''
      : `, ${figureText(mean.busy)} slots busy${slots === null ? '' : ` of ${countText(slots)}`} and ${figureText(mean.queued)} queued in the mean`;
  return `${label}: up to ${countText(most)} in flight${server}`;
}
