import { variationOfHold } from '../plan/hold.ts';
import type { ClosedLoopLaw } from './closed-loop-law.ts';
import { differencePercent, isWithinThreshold, NOTHING_PERCENT } from './threshold.ts';

/** Which limit of the closed loop's law a throughput is at; `unknown` when the figures do not say. */
export type LimitedBy = 'offeredLoad' | 'slots' | 'unevenConnections' | 'neither' | 'unknown';

export interface LawfulLimit {
  readonly limitedBy: LimitedBy;
  /** It is the number completed that shows it: so many whole batches. The steady state is unknown, or astray. */
  readonly isSeenInBatches: boolean;
}

/** The figures of a condition that its limit is told by. */
export interface LimitFigures {
  readonly connections: number;
  readonly completed: number;
  readonly observedPerSecond: number;
  readonly steadyPerSecond: number | null;
}

/** Decided by the figures alone: whether a handler is async is not asked. */
export function lawfulLimit(figures: LimitFigures, law: ClosedLoopLaw): LawfulLimit {
  const bySteadyState = limitBySteadyState(figures, law);
  if (bySteadyState !== 'unknown' && bySteadyState !== 'neither')
    return { limitedBy: bySteadyState, isSeenInBatches: false };
  const byBatches = limitByBatches(figures, law);
  return byBatches === 'unknown'
    ? { limitedBy: bySteadyState, isSeenInBatches: false }
    : { limitedBy: byBatches, isSeenInBatches: true };
}

function limitBySteadyState(
  { steadyPerSecond: steady, observedPerSecond, completed }: LimitFigures,
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
  { connections, completed, steadyPerSecond }: LimitFigures,
  { batches, heldAtOnce, isUneven, loadLimitPerSecond, limitPerSecond }: ClosedLoopLaw,
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
