import { InvalidArgumentError } from 'commander';
import { parseGoal, type Goal } from '../queueing/prediction/goal.ts';

/** Reads what is to be reached. */
export function goalFlag(text: string): Goal {
  const goal = parseGoal(text);
  if (goal !== undefined) return goal;
  throw new InvalidArgumentError("Write 'p99<2s', 'p50<250ms', 'mean<1s' or 'throughput>50/s', in quotes.");
}
