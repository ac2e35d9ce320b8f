import { DEFAULT_RATE_LIMITS, nextRate, type RateLimits } from '../queueing/concurrency/rate-search.ts';
import { DEFAULT_SWEEP_LIMITS, type SweepLimits } from '../queueing/concurrency/sweep-limits.ts';
import { nextStep } from '../queueing/concurrency/sweep-step.ts';
import { onAnyMachine } from '../diagnosis/sweep/busy-machine.ts';
import { expectedDuration } from './expected-duration.ts';
import type { SweepOptions } from './sweep-options.ts';
import { stepLoad, type Decide } from './swept-endpoint.ts';

/** Decides the next trial of a sweep, as the pure functions of queueing theory have it. */
export function decisionOf({ swept, bounds }: SweepOptions): Decide {
  return swept === 'connections' ? connectionsDecision(bounds) : rateDecision(bounds);
}

const connectionsDecision =
  (bounds: SweepOptions['bounds']): Decide =>
  (trials, { overheadMs, serviceMs }) => {
    const limits: SweepLimits = { ...DEFAULT_SWEEP_LIMITS, ...bounds, overheadMs };
    const step = nextStep(onAnyMachine(trials), limits);
    if (step.state !== 'measure') return step;
    const { connections, durationMs, requests, because } = step;
    return {
      state: 'measure',
      level: connections,
      load: stepLoad(durationMs, requests),
      because,
      left: expectedDuration(trials, serviceMs, limits),
    };
  };

const rateDecision =
  ({ timeBudgetMs }: SweepOptions['bounds']): Decide =>
  (trials, { overheadMs, perSecond }) => {
    // Half of what it did already it will do again.
    const rateMin = Math.max(DEFAULT_RATE_LIMITS.rateMin, Math.floor(perSecond / 2));
    const limits: RateLimits = { ...DEFAULT_RATE_LIMITS, rateMin, timeBudgetMs, overheadMs };
    const step = nextRate(onAnyMachine(trials), limits);
    if (step.state !== 'measure') return { state: step.state, because: step.because };
    const { arrivalsPerSecond, durationMs, because } = step;
    const used = trials.reduce((sum, { windowMs }) => sum + windowMs + overheadMs, 0);
    const leftMs = Math.max(0, timeBudgetMs - used);
    return {
      state: 'measure',
      level: Number(arrivalsPerSecond.toPrecision(RATE_DIGITS)),
      load: stepLoad(durationMs, null),
      because,
      left: { lowMs: Math.min(leftMs, durationMs + overheadMs), highMs: leftMs },
    };
  };

/** More of them would only be in the way of whoever reads the trials. */
const RATE_DIGITS = 4;
