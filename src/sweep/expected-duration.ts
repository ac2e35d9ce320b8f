import {
  expectedDuration as durationOfRest,
  type SweepDuration,
} from '../queueing/concurrency/sweep-duration.ts';
import type { SweepLimits } from '../queueing/concurrency/sweep-limits.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/**
 * Trials that a sweep has, and what they take together in multiples of the service time: from one that finds fixed service
 * times on a few slots, to one whose service times scatter as an exponential distribution's. From the sweeps of
 * docs/sweeps.md, and rounded outwards.
 */
const FEW = { trials: 4, services: 10 } as const;
const MANY = { trials: 12, services: 60 } as const;

/**
 * How long the rest of a sweep will take.
 * @param serviceMs of a request with hardly any other before it, as the warm-up saw it: all that is known before the first trial
 */
export function expectedDuration(
  trials: readonly TrialRecord[],
  serviceMs: number,
  limits: SweepLimits,
): SweepDuration {
  if (trials.length > 0) return durationOfRest(trials, limits);
  const { overheadMs, timeBudgetMs } = limits;
  const all = ({ trials: count, services }: typeof FEW | typeof MANY): number =>
    Math.min(timeBudgetMs, count * overheadMs + services * serviceMs);
  return { lowMs: all(FEW), highMs: all(MANY) };
}
