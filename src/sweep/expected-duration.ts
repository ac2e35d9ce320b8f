import type { SweepLimits } from '../queueing/concurrency/sweep-step.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/** How much longer a sweep takes, overheads included. */
export interface SweepDuration {
  readonly lowMs: number;
  readonly highMs: number;
}

/**
 * Trials that a sweep has, and what they take together in multiples of the service time: from one that finds fixed service
 * times on a few slots, to one whose service times scatter as an exponential distribution's. From the sweeps of
 * docs/sweeps.md, and rounded outwards.
 */
const FEW = { trials: 5, services: 12 } as const;
const MANY = { trials: 14, services: 60 } as const;

/**
 * How long the rest of a sweep will take.
 * @param serviceMs of a request with hardly any other before it, as the warm-up saw it
 */
export function expectedDuration(
  trials: readonly TrialRecord[],
  serviceMs: number,
  { overheadMs, timeBudgetMs }: SweepLimits,
): SweepDuration {
  const service = Math.min(
    serviceMs,
    ...trials.flatMap(({ responseTimeMs }) => responseTimeMs.observed.mean ?? []),
  );
  const spentMs = trials.reduce((sum, { windowMs }) => sum + windowMs + overheadMs, 0);
  const left = ({ trials: count, services: times }: typeof FEW | typeof MANY): number =>
    Math.min(timeBudgetMs, count * overheadMs + times * service) - spentMs;
  // The next trial at least is still to come.
  const least = overheadMs + service;
  return { lowMs: Math.max(least, left(FEW)), highMs: Math.max(least, left(MANY)) };
}
