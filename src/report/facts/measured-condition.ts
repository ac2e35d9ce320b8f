import { variationOfHold } from '../../plan/hold.ts';
import type { Condition } from '../../plan/plan.ts';
import type { WorkerClass } from '../../plan/server-settings.ts';
import type { RunRecord, StoredRun } from '../../samples/run-record.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { trialsByCondition } from '../../samples/condition-trials.ts';
import { rowFigures, type RowFigures } from '../run-table.ts';
import { differencePercent, isWithinThreshold, NOTHING_PERCENT } from '../threshold.ts';
import { closedLoopLaw, type ClosedLoopLaw } from './closed-loop-law.ts';

/** What holds a condition's throughput, by its figures; `unknown` when they do not say. */
export type LimitedBy = 'offeredLoad' | 'slots' | 'unevenConnections' | 'neither' | 'unknown';

/** A condition with at least one valid trial of a closed loop, and what the law of the closed loop expects of it. */
export interface MeasuredCondition {
  readonly condition: Condition;
  readonly endpoint: string;
  readonly trials: readonly TrialRecord[];
  readonly figures: RowFigures;
  readonly connections: number;
  readonly durationMs: number;
  readonly windowMs: number;
  readonly timeoutMs: number;
  readonly law: ClosedLoopLaw | null;
  readonly limitedBy: LimitedBy;
  /** It is the number completed that shows it: so many whole batches. The steady state is unknown, or astray. */
  readonly isSeenInBatches: boolean;
}

export function measuredConditions(stored: StoredRun): MeasuredCondition[] {
  return trialsByCondition(stored).flatMap(({ condition, valid }) => {
    const [first] = valid;
    // An open loop is asked for a rate: the law of the closed loop says nothing of it.
    return first?.load.loop === 'closed' ? [measuredCondition(stored.run, condition, first, valid)] : [];
  });
}

/** Those that occur, each once. */
export const workerClassesOf = (conditions: readonly MeasuredCondition[]): WorkerClass[] => [
  ...new Set(conditions.flatMap(({ law }) => law?.workerClass ?? [])),
];

function measuredCondition(
  run: RunRecord,
  condition: Condition,
  first: TrialRecord,
  trials: readonly TrialRecord[],
): MeasuredCondition {
  const { connections, durationMs, timeoutMs, url } = first.load;
  const figures = rowFigures(trials);
  const law = closedLoopLaw(run, condition, trials);
  return {
    condition,
    endpoint: String(condition.endpoint ?? new URL(url).pathname),
    trials,
    figures,
    connections,
    durationMs: durationMs ?? first.windowMs,
    windowMs: first.windowMs,
    timeoutMs,
    law,
    ...(law === null ? UNKNOWN : limitedBy(figures, law, connections)),
  };
}

type Limit = Pick<MeasuredCondition, 'limitedBy' | 'isSeenInBatches'>;

const UNKNOWN: Limit = { limitedBy: 'unknown', isSeenInBatches: false };

/** Decided by the figures alone: whether a handler is async is not asked. */
function limitedBy(figures: RowFigures, law: ClosedLoopLaw, connections: number): Limit {
  const bySteadyState = limitBySteadyState(figures, law);
  if (bySteadyState !== 'unknown' && bySteadyState !== 'neither')
    return { limitedBy: bySteadyState, isSeenInBatches: false };
  const byBatches = limitByBatches(figures, law, connections);
  return byBatches === 'unknown'
    ? { limitedBy: bySteadyState, isSeenInBatches: false }
    : { limitedBy: byBatches, isSeenInBatches: true };
}

function limitBySteadyState(
  { steadyPerSecond: steady, observedPerSecond, completed }: RowFigures,
  { loadLimitPerSecond, limitPerSecond, isUneven, hold }: ClosedLoopLaw,
): LimitedBy {
  // Without a hold there is no limit to compare with.
  if (steady === null || !Number.isFinite(limitPerSecond)) return 'unknown';
  const isAtLoad = isWithinThreshold(steady, loadLimitPerSecond);
  const isAtSlots = limitPerSecond < loadLimitPerSecond && isWithinThreshold(steady, limitPerSecond);
  // With about as many slots as connections the two limits cannot be told apart.
  if (isAtLoad && isAtSlots) return 'unknown';
  if (isAtLoad) return 'offeredLoad';
  if (isAtSlots) return isUneven ? 'unevenConnections' : 'slots';
  // Faster than every connection's hold allows: this endpoint does not hold.
  if (differencePercent(steady, loadLimitPerSecond) > NOTHING_PERCENT) return 'unknown';
  // Only the estimate is above the limit, not the responses that came back: a server that takes its connections in no
  // fair order, as one with a blocked event loop does, leads it astray.
  const [estimate, observed] = [steady, observedPerSecond].map((one) =>
    differencePercent(one, limitPerSecond),
  );
  if ((estimate ?? 0) > NOTHING_PERCENT && (observed ?? 0) <= NOTHING_PERCENT) return 'unknown';
  // Holds that are drawn scatter, and so does their mean over a few: what chance can explain is no finding.
  const chancePercent = ((STANDARD_ERRORS * variationOfHold(hold)) / Math.sqrt(completed)) * 100;
  return Math.abs(differencePercent(steady, limitPerSecond)) <= chancePercent ? 'unknown' : 'neither';
}

const STANDARD_ERRORS = 3;

/**
 * In a window of a few holds a server that takes its requests in no fair order leads the estimate of the steady state
 * astray, by up to a batch; how many whole batches came back is what it is. Other load generators report no more.
 */
function limitByBatches(
  { completed, steadyPerSecond }: RowFigures,
  { batches, heldAtOnce, isUneven, loadLimitPerSecond, limitPerSecond }: ClosedLoopLaw,
  connections: number,
): LimitedBy {
  if (batches === null) return 'unknown';
  const isAt = (perSecond: number, atOnce: number): boolean =>
    isWithinThreshold(completed, batches * atOnce) &&
    (steadyPerSecond === null || Math.abs(differencePercent(steadyPerSecond, perSecond)) <= 100 / batches);
  const isAtLoad = isAt(loadLimitPerSecond, connections);
  const isAtSlots = heldAtOnce < connections && isAt(limitPerSecond, heldAtOnce);
  if (isAtLoad === isAtSlots) return 'unknown';
  if (isAtLoad) return 'offeredLoad';
  return isUneven ? 'unevenConnections' : 'slots';
}
