import type { TrialRecord } from '../../samples/trial-record.ts';
import { estimateSlots } from './slots-estimate.ts';
import type { SweepLimits } from './sweep-limits.ts';
import { sweepPoints } from './sweep-point.ts';
import { nextStep } from './sweep-step.ts';

/** How much longer a sweep takes, overheads included. */
export interface SweepDuration {
  readonly lowMs: number;
  readonly highMs: number;
}

/** Of the service time: how many of them the first trial has, a burst that nobody waits in, one on too few slots, and some more. */
const FIRST_SERVICES = 4;
const BURST_SERVICES = 4;
const GROWTH = 4;
/** Requests that drawn service times take at the most slots that were seen, and on one connection. */
const DRAWN_AT_MOST = 2_000;

/**
 * How long the rest of a sweep will take: at the least as if the next trials were the last, at most as if connections had to grow to
 * the limit and half of the bursts had to be made again. Before the first trial nothing is known but the budget.
 */
export function expectedDuration(trials: readonly TrialRecord[], limits: SweepLimits): SweepDuration {
  const used = trials.reduce((sum, { windowMs }) => sum + windowMs + limits.overheadMs, 0);
  const budget = Math.max(0, limits.timeBudgetMs - used);
  const step = nextStep(trials, limits);
  if (step.state !== 'measure') return { lowMs: 0, highMs: 0 };
  const estimate = estimateSlots(sweepPoints(trials).points);
  if (estimate === undefined)
    return { lowMs: Math.min(budget, FIRST_SERVICES * limits.overheadMs), highMs: budget };
  const { sample, slots, points } = estimate;
  const service = sample.meanMs;
  const top = points.at(-1)?.point.connections ?? 1;
  const growing =
    slots === undefined ? Math.ceil(Math.log(limits.connectionsMax / top) / Math.log(GROWTH)) : 0;
  const grown = growing * (service + limits.overheadMs);
  const burst = BURST_SERVICES * service + limits.overheadMs;
  if (sample.isNearlyFixed)
    return within(
      budget,
      slots === undefined ? Math.min(grown, 2 * burst) : limits.overheadMs + 2 * service,
      grown + 3 * burst,
    );
  const drawn = (DRAWN_AT_MOST * service) / (slots?.low ?? top);
  const next = step.requests === null ? step.durationMs : (step.requests / step.connections) * service;
  return within(budget, next + limits.overheadMs, grown + 1.5 * drawn + 4 * limits.overheadMs);
}

const within = (budget: number, low: number, high: number): SweepDuration => ({
  lowMs: Math.round(Math.min(budget, low)),
  highMs: Math.round(Math.min(budget, Math.max(low, high))),
});
