import type { Condition } from '../plan/plan.ts';
import type { RunRecord } from '../samples/run-record.ts';
import { conditionKey } from '../samples/condition-key.ts';

/** What others published for a condition, brought to the run's time scale. */
export interface PublishedFigures {
  readonly completed: number;
  readonly late: number;
  readonly completedPerSecond: number;
  readonly meanMs: number;
}

/**
 * The published figures to stand beside a condition. Counts need no scaling: hold, duration and time-out
 * shrink together, so as many requests fit in.
 */
export function publishedFigures(run: RunRecord, condition: Condition): PublishedFigures | null {
  const key = conditionKey(condition);
  const cell = run.plan.published?.cells.find((candidate) => conditionKey(candidate.condition) === key);
  if (cell === undefined) return null;
  return {
    completed: cell.completed,
    late: cell.late,
    completedPerSecond: cell.completedPerSecond / run.timeScale,
    meanMs: cell.meanMs * run.timeScale,
  };
}
