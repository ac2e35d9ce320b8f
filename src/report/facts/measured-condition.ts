import type { Condition } from '../../plan/plan.ts';
import type { RunRecord, StoredRun } from '../../samples/run-record.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { parseDuration } from '../../units.ts';
import { trialsByCondition } from '../condition-trials.ts';
import { rowFigures, type RowFigures } from '../run-table.ts';
import { differencePercent, isWithinThreshold, NOTHING_PERCENT } from '../threshold.ts';

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
  readonly workers: number;
  /** How many blocking handlers can run at once in all workers; null when the endpoint is seen to take none. */
  readonly slots: number | null;
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

function measuredCondition(
  run: RunRecord,
  condition: Condition,
  first: TrialRecord,
  trials: readonly TrialRecord[],
): MeasuredCondition {
  const { connections, thinkTimeMs, timeoutMs, url } = first.load;
  const durationMs = first.load.durationMs ?? first.windowMs;
  const figures = rowFigures(trials);
  const workers = numberLevel(condition.workers) ?? run.plan.server.workers;
  const poolSize = numberLevel(condition.poolSize) ?? run.plan.server.poolSize;
  const slots = workers * poolSize;
  const holdMs = holdOf(run, condition);
  const loadLimitPerSecond = (connections / (holdMs + thinkTimeMs)) * 1_000;
  const limits = {
    loadLimitPerSecond,
    limitPerSecond: Math.min(loadLimitPerSecond, (slots / holdMs) * 1_000),
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
    workers,
    slots,
    holdMs,
    ...limits,
    limitedBy: limitedBy(figures.steadyPerSecond, limits),
  };
}

/** Decided by the figures alone: whether a handler is async is not asked. */
function limitedBy(
  steady: number | null,
  { loadLimitPerSecond, limitPerSecond }: { loadLimitPerSecond: number; limitPerSecond: number },
): LimitedBy {
  if (steady === null) return 'unknown';
  const isAtLoad = isWithinThreshold(steady, loadLimitPerSecond);
  const isAtSlots = limitPerSecond < loadLimitPerSecond && isWithinThreshold(steady, limitPerSecond);
  // With about as many slots as connections the two limits cannot be told apart.
  if (isAtLoad && isAtSlots) return 'unknown';
  if (isAtLoad) return 'offeredLoad';
  if (isAtSlots) return 'slots';
  // Faster than every connection's hold allows: this endpoint does not hold.
  return differencePercent(steady, loadLimitPerSecond) > NOTHING_PERCENT ? 'unknown' : 'neither';
}

function holdOf(run: RunRecord, condition: Condition): number {
  const level = condition.hold;
  const own = typeof level === 'string' ? parseDuration(level) : undefined;
  return (own ?? run.plan.server.holdMs) * run.timeScale;
}

const numberLevel = (level: Condition[string] | undefined): number | null =>
  typeof level === 'number' ? level : null;
