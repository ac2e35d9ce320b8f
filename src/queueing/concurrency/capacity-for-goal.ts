import type { Goal } from '../prediction/goal.ts';
import type { ConcurrencyFit } from './concurrency-fit.ts';

/** A server that reaches the goals when `connections` ask at once. */
export interface Configuration {
  readonly workers: number;
  readonly slotsPerWorker: number;
}

/** The largest load that a server takes with all goals met, and the smallest server that would take the load asked for. */
export interface GoalCapacity {
  /** The most connections with all goals met; null: none meets them. Infinity becomes the most that were tried. */
  readonly connections: number | null;
  /** The throughput there. */
  readonly perSecond: number | null;
  /** No more connections than these were tried: a greater number is not excluded. */
  readonly isAtLeast: boolean;
  /** For the load that was asked for; empty where none is needed or none helps. */
  readonly configurations: readonly Configuration[];
  /** What stands in the way, as a clause; null: nothing. */
  readonly because: string | null;
}

/** @param wanted connections that are to be served with the goals met; absent: only the largest number is sought */
export declare function capacityForGoals(
  fit: ConcurrencyFit,
  goals: readonly Goal[],
  server: { readonly workers: number },
  wanted?: number,
): GoalCapacity;
