import type { Condition } from '../plan/plan.ts';
import type { RunTable } from './run-table.ts';
import { isWithinThreshold } from '../diagnosis/threshold.ts';

/** A condition and how fast it is: its steady state, or what was observed where that is not known. */
export interface Speed {
  readonly condition: Condition;
  readonly perSecond: number;
  readonly p50Ms: number | null;
  readonly isFailing: boolean;
}

/** Which conditions of a run are fastest, and which slowest; alike is what differs by less than counts as something. */
export interface Fastest {
  readonly best: readonly Speed[];
  /** Empty where all are alike. */
  readonly worst: readonly Speed[];
  /** Most of their responses are errors: how fast those come says nothing. Empty where that is so of all. */
  readonly failing: readonly Speed[];
  /** All that were measured. */
  readonly all: readonly Condition[];
}

/** @returns undefined where nothing completed */
export function fastest({ rows }: RunTable): Fastest | undefined {
  const measured = rows.flatMap(({ condition, figures, isValid }) =>
    figures === null || !isValid ? [] : [speedOf(condition, figures)],
  );
  const told =
    measured.length > 0
      ? measured
      : rows.flatMap(({ condition, figures }) => (figures === null ? [] : [speedOf(condition, figures)]));
  const answering = told.filter(({ isFailing }) => !isFailing);
  const speeds = answering.length > 0 ? answering : told;
  const failing = told.filter((speed) => !speeds.includes(speed));
  const perSecond = speeds.map((speed) => speed.perSecond);
  const [most, least] = [Math.max(0, ...perSecond), Math.min(Infinity, ...perSecond)];
  if (most <= 0) return undefined;
  const all = told.map(({ condition }) => condition);
  if (isWithinThreshold(least, most)) return { best: speeds, worst: [], failing, all };
  return {
    best: speeds.filter((speed) => isWithinThreshold(speed.perSecond, most)),
    worst: speeds.filter((speed) =>
      least === 0 ? speed.perSecond === 0 : isWithinThreshold(speed.perSecond, least),
    ),
    failing,
    all,
  };
}

function speedOf(condition: Condition, figures: NonNullable<RunTable['rows'][number]['figures']>): Speed {
  return {
    condition,
    perSecond: figures.steadyPerSecond ?? figures.observedPerSecond,
    p50Ms: figures.p50Ms,
    isFailing: (figures.statusErrors ?? 0) > figures.completed * MOST,
  };
}

/** Of the responses. */
const MOST = 0.5;
