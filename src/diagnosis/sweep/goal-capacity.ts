import { capacityForGoals, type GoalCapacity } from '../../queueing/concurrency/capacity-for-goal.ts';
import type { ConcurrencyFit } from '../../queueing/concurrency/concurrency-fit-schema.ts';
import type { Goal } from '../../queueing/prediction/goal.ts';
import type { SweepCapacity } from '../../queueing/sweep-record.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { trialMetric } from '../../statistics/trial-metric.ts';

/** What the capacity for goals is reckoned for. */
interface CapacityAsked {
  readonly goals: readonly Goal[];
  readonly toServe?: number;
  readonly workers: number;
  readonly connectionsMax: number;
}

/** The largest load that meets all goals, and what was measured under it. */
export function capacityOf(
  fit: ConcurrencyFit,
  trials: readonly TrialRecord[],
  asked: CapacityAsked,
): SweepCapacity {
  const { connections, perSecond, isAtLeast, configurations, because } = capacityWithin(fit, asked);
  return {
    goals: asked.goals.map(({ figure, value }) => ({ figure, value })),
    connections,
    perSecond,
    isAtLeast,
    configurations: [...configurations],
    because,
    verification: connections === null ? null : verificationOf(connections, trials, asked.goals),
  };
}

/** The capacity as far as a load may go. */
export function capacityWithin(
  fit: ConcurrencyFit,
  { goals, workers, toServe, connectionsMax }: CapacityAsked,
): GoalCapacity {
  const capacity = capacityForGoals(fit, goals, { workers }, toServe);
  if (capacity.connections === null || capacity.connections <= connectionsMax) return capacity;
  return { ...capacity, connections: connectionsMax, isAtLeast: true };
}

/** The last trial of that load, where there is one. */
function verificationOf(
  connections: number,
  trials: readonly TrialRecord[],
  goals: readonly Goal[],
): SweepCapacity['verification'] {
  const trial = trials.findLast(({ load }) => load.connections === connections);
  if (trial === undefined) return null;
  const figures = goals.map(({ figure, value }) => {
    const measured = trialMetric(trial, METRICS[figure]);
    const isMet = measured !== null && (figure === 'steadyPerSecond' ? measured > value : measured < value);
    return { goal: { figure, value }, value: measured, isMet };
  });
  return { connections, figures, isMet: figures.every(({ isMet }) => isMet) };
}

const METRICS = {
  p50Ms: 'responseTimeP50Ms',
  p99Ms: 'responseTimeP99Ms',
  meanMs: 'responseTimeMeanMs',
  steadyPerSecond: 'steadyStatePerSecond',
} as const;
