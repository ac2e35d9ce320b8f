import { errorOf } from './busy-slots.ts';
import type { ThroughputPoint } from './concurrency-models.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { estimateSlots, type PointInService, type SlotsEstimate } from './slots-estimate.ts';
import { sweepPoints } from './sweep-point.ts';

/** The trials with one number of connections, together. */
export interface MeasuredPoint extends ThroughputPoint {
  readonly trials: number;
  readonly completed: number;
  readonly windowMs: number;
  readonly meanResponseTimeMs: number | null;
  /** The greatest of its trials'. */
  readonly p99ResponseTimeMs: number | null;
}

/** What each number of connections brings, by connections. */
export function throughputPoints(estimate: SlotsEstimate): MeasuredPoint[] {
  const byConnections = Map.groupBy(estimate.points, ({ point }) => point.connections);
  return [...byConnections].flatMap(([connections, group]) => {
    const single = group.flatMap((member) => throughputOf(member, estimate) ?? []);
    const weights = single.map(({ error }) => 1 / (error + LEAST_ERROR) ** 2);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total === 0) return [];
    const log = single.reduce(
      (sum, { perSecond }, place) => sum + (weights[place] ?? 0) * Math.log(perSecond),
      0,
    );
    const records = group.map(({ point }) => point.trial);
    const completed = records.reduce((sum, { ledger }) => sum + ledger.completed, 0);
    const times = records.map(({ responseTimeMs }) => responseTimeMs.observed);
    return {
      connections,
      perSecond: Math.exp(log / total),
      error: 1 / Math.sqrt(total),
      trials: group.length,
      completed,
      windowMs: records.reduce((sum, { windowMs }) => sum + windowMs, 0),
      meanResponseTimeMs: times.reduce((sum, { mean, count }) => sum + (mean ?? 0) * count, 0) / completed,
      p99ResponseTimeMs: Math.max(...times.map(({ p99 }) => p99 ?? 0)),
    };
  });
}

/**
 * The throughput of each trial by itself, a second, reckoned as that of the points is; a trial that was left out, or by which nothing can
 * be told, has none.
 */
export function trialThroughputs(trials: readonly TrialRecord[]): Map<TrialRecord, number> {
  const estimate = estimateSlots(sweepPoints(trials).points);
  return new Map(
    estimate?.points.flatMap((member) => {
      const throughput = throughputOf(member, estimate);
      return throughput === undefined ? [] : [[member.point.trial, throughput.perSecond] as const];
    }),
  );
}

/** So that one trial without any error does not drown the others. */
const LEAST_ERROR = 1e-3;

/**
 * Of a trial in which nobody waited, connections over their mean response time (Little 1961), since every request was
 * answered; of others, what was in service over the service time, which leaves the beginning and the end of a short trial out of it.
 */
function throughputOf(
  { point, busy }: PointInService,
  { sample, unsaturated }: SlotsEstimate,
): { perSecond: number; error: number } | undefined {
  const { trial, connections } = point;
  const { mean, count } = trial.responseTimeMs.observed;
  const isUnsaturated = unsaturated.some((member) => member.point === point);
  if (isUnsaturated && point.isComplete && mean !== null)
    return { perSecond: (1e3 * connections) / mean, error: sample.variation / Math.sqrt(count) };
  const steady = trial.throughput.steadyStatePerSecond;
  if (sample.isNearlyFixed && busy?.isBetweenBatches !== true && steady !== null)
    return { perSecond: steady, error: sample.variation / Math.sqrt(count) };
  if (busy === undefined) return undefined;
  // The sample's error is common to all, and moves the height of the curve only.
  const error = errorOf({ ...busy, meanError: 0 });
  return { perSecond: (1e3 * busy.estimate) / sample.meanMs, error };
}
