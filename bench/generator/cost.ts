import { medianOf } from '../figures.ts';

/** What a generator took in one round. */
export interface Cost {
  /** In µs of CPU, of the whole process. */
  perRequest: number;
  /** The same without what a process costs that hardly loads. */
  perRequestAfterStart: number;
  requestsPerSecond: number;
}

/** What was not measured. */
export const NO_COST: Cost = { perRequest: NaN, perRequestAfterStart: NaN, requestsPerSecond: NaN };

/** Costs a round, by the generator's name. */
export type Costs = ReadonlyMap<string, readonly Cost[]>;

/** A generator's figure over another's, in each round. */
export function ratios(costs: Costs, of: keyof Cost, generator: string, other: string): number[] {
  const others = costs.get(other) ?? [];
  return (costs.get(generator) ?? []).map((cost, round) => cost[of] / (others[round]?.[of] ?? NaN));
}

/** The median of the ratios of the rounds: what else the machine did fell on both alike. */
export function ratio(costs: Costs, of: keyof Cost, generator: string, other: string): number {
  return medianOf(ratios(costs, of, generator, other));
}
