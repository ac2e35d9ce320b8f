import {
  constantHold,
  meanHold,
  parseHold,
  scaledHold,
  variationOfHold,
  type Hold,
} from '../../plan/hold.ts';
import type { Condition } from '../../plan/plan.ts';
import type { WorkerClass } from '../../plan/server-settings.ts';
import type { RunRecord, StoredRun } from '../../samples/run-record.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { trialsByCondition } from '../condition-trials.ts';
import { rowFigures, type RowFigures } from '../run-table.ts';
import { milliseconds } from '../../units.ts';
import { differencePercent, isWithinThreshold, NOTHING_PERCENT } from '../threshold.ts';
import { serverSize } from './server-slots.ts';

/** What holds a condition's throughput, by its figures; `unknown` when they do not say. */
export type LimitedBy = 'offeredLoad' | 'slots' | 'neither' | 'unknown';

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
  readonly workerClass: WorkerClass;
  readonly workers: number;
  /** How many blocking handlers can run at once in all workers; null when the endpoint is seen to take none. */
  readonly slots: number | null;
  readonly hold: Hold;
  /** Its mean. */
  readonly holdMs: number;
  /** Connections ÷ (hold + think time): with so many connections no server can do more. */
  readonly loadLimitPerSecond: number;
  /** What load and slots allow together. */
  readonly limitPerSecond: number;
  readonly limitedBy: LimitedBy;
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
  ...new Set(conditions.map(({ workerClass }) => workerClass)),
];

function measuredCondition(
  run: RunRecord,
  condition: Condition,
  first: TrialRecord,
  trials: readonly TrialRecord[],
): MeasuredCondition {
  const { connections, thinkTimeMs, timeoutMs, url } = first.load;
  const durationMs = first.load.durationMs ?? first.windowMs;
  const figures = rowFigures(trials);
  const size = serverSize(run, condition);
  const hold = holdOf(run, condition);
  const holdMs = meanHold(hold);
  const loadLimitPerSecond = (connections / (holdMs + thinkTimeMs)) * 1_000;
  const limits = {
    loadLimitPerSecond,
    limitPerSecond: Math.min(loadLimitPerSecond, (size.slots / holdMs) * 1_000),
  };
  return {
    condition,
    endpoint: String(condition.endpoint ?? new URL(url).pathname),
    trials,
    figures,
    connections,
    durationMs,
    windowMs: first.windowMs,
    timeoutMs,
    ...size,
    hold,
    holdMs,
    ...limits,
    // What an app of the user's own takes is not known here.
    limitedBy: hasOwnApp(run, condition) ? 'unknown' : limitedBy(figures, limits, variationOfHold(hold)),
  };
}

const hasOwnApp = (run: RunRecord, condition: Condition): boolean =>
  (condition.app ?? run.plan.server.app) !== null;

/** Decided by the figures alone: whether a handler is async is not asked. */
function limitedBy(
  { steadyPerSecond: steady, observedPerSecond, completed }: RowFigures,
  { loadLimitPerSecond, limitPerSecond }: { loadLimitPerSecond: number; limitPerSecond: number },
  variation: number,
): LimitedBy {
  // Without a hold there is no limit to compare with.
  if (steady === null || !Number.isFinite(limitPerSecond)) return 'unknown';
  const isAtLoad = isWithinThreshold(steady, loadLimitPerSecond);
  const isAtSlots = limitPerSecond < loadLimitPerSecond && isWithinThreshold(steady, limitPerSecond);
  // With about as many slots as connections the two limits cannot be told apart.
  if (isAtLoad && isAtSlots) return 'unknown';
  if (isAtLoad) return 'offeredLoad';
  if (isAtSlots) return 'slots';
  // Faster than every connection's hold allows: this endpoint does not hold.
  if (differencePercent(steady, loadLimitPerSecond) > NOTHING_PERCENT) return 'unknown';
  // Only the estimate is above the limit, not the responses that came back: a server that takes its connections in no
  // fair order, as one with a blocked event loop does, leads it astray.
  const [estimate, observed] = [steady, observedPerSecond].map((one) =>
    differencePercent(one, limitPerSecond),
  );
  if ((estimate ?? 0) > NOTHING_PERCENT && (observed ?? 0) <= NOTHING_PERCENT) return 'unknown';
  // Holds that are drawn scatter, and so does their mean over a few: what chance can explain is no finding.
  const chancePercent = ((STANDARD_ERRORS * variation) / Math.sqrt(completed)) * 100;
  return Math.abs(differencePercent(steady, limitPerSecond)) <= chancePercent ? 'unknown' : 'neither';
}

const STANDARD_ERRORS = 3;

function holdOf({ plan: { server }, timeScale }: RunRecord, condition: Condition): Hold {
  const text = condition.hold ?? server.hold;
  const hold = typeof text === 'string' ? parseHold(text) : undefined;
  return scaledHold(hold ?? constantHold(milliseconds(server.holdMs)), timeScale);
}
