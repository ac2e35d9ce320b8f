import { withLevels } from '../../plan/levels.ts';
import { loadSettingsSchema } from '../../plan/load-settings.ts';
import type { Plan, PublishedCell } from '../../plan/plan.ts';
import { double, exact, rounded, type StatedFigure } from '../stated-figure.ts';
import { NOTHING_STATED, type StatedResult } from '../stated-result.ts';

/**
 * What others have published for a plan's conditions, at the plan's own length. The figures are taken to be rounded as
 * wrk rounds, and their means to leave the late responses out as wrk's do, where the load waits for those.
 */
export function readPublishedCells({ published, load }: Plan): StatedResult[] {
  return (published?.cells ?? []).map((cell) =>
    stated(cell, withLevels(load, loadSettingsSchema.shape, cell.condition)),
  );
}

function stated(cell: PublishedCell, load: Plan['load']): StatedResult {
  const { completed, late } = cell;
  const isClosed = load.arrivalsPerSecond === undefined;
  const waits = load.timeoutPolicy === 'wait';
  const lateLeftOut = waits ? Math.min(late, completed) : 0;
  const durationMs = exact(load.duration);
  const ratePerSecond = printedTo(cell.completedPerSecond, 0.01);
  return {
    ...NOTHING_STATED,
    tool: 'published',
    title: Object.entries(cell.condition)
      .map(([factor, level]) => `${factor} ${level}`)
      .join(', '),
    loop: isClosed ? 'closed' : 'open',
    connections: isClosed ? load.connections : null,
    threads: load.generatorThreads,
    durationMs,
    timeoutMs: load.timeout,
    thinkTimeMs: isClosed ? (load.thinkTime ?? 0) : null,
    completed,
    lateLeftOut,
    timedOut: waits ? 0 : late,
    latency: {
      count: completed - lateLeftOut,
      meanMs: printedTo(cell.meanMs, wrkStep(cell.meanMs)),
      stdevMs: null,
      minMs: null,
      maxMs: null,
      quantiles: [],
      quantilesAreEstimates: false,
      mayHaveAddedSamples: false,
    },
    ratePerSecond,
    quotients: [
      { kind: 'throughput', numerator: exact(completed), denominator: durationMs, stated: ratePerSecond },
    ],
  };
}

/** wrk takes seconds from 850 ms on and minutes from 51 s on, each with two decimals. */
function wrkStep(ms: number): number {
  if (ms >= 51_000) return 600;
  return ms >= 850 ? 10 : 0.01;
}

/** A figure with finer digits than those was not rounded to them. */
function printedTo(value: number, step: number): StatedFigure {
  const steps = value / step;
  return Math.abs(steps - Math.round(steps)) < 1e-6 ? rounded(value, step) : double(value);
}
