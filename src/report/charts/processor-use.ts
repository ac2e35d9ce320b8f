import { figureText, percentText, timeText } from '../figure-text.ts';
import { median } from '../../samples/median.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { thinned } from './bins.ts';
import { typicalTrial, type ChartCondition } from './chart-condition.ts';
import { overWorkers, reportMoments, sumOf } from './worker-sums.ts';

const MOST_POINTS = 90;

export interface Point {
  readonly ms: number;
  readonly value: number;
}

/** What the trial in the middle of a condition took of the machine, over its window. */
export interface ProcessorUse {
  readonly label: string;
  readonly windowMs: number;
  readonly processors: number;
  /** Of the whole server, in processors. */
  readonly cpu: readonly Point[];
  /** Of the worker where it is longest. */
  readonly delay: readonly Point[];
}

/** Both series may be empty: nobody observed the server, or it says nothing of itself. */
export function processorUse(condition: ChartCondition): ProcessorUse {
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

/** The median of a series; 0 of an empty one. */
export const middle = (points: readonly Point[]): number => median(points.map(({ value }) => value)) ?? 0;
export const highest = (points: readonly Point[]): number => Math.max(0, ...points.map(({ value }) => value));

/** A use in words, for who does not see the chart. */
export function useWords({ label, cpu, delay, processors }: ProcessorUse): string {
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
