import { DEFAULT_RATE_LIMITS, nextRate, type RateLimits } from '../queueing/concurrency/rate-search.ts';
import { DEFAULT_SWEEP_LIMITS, nextStep, type SweepLimits } from '../queueing/concurrency/sweep-step.ts';
import type { SweepEnd, SweepRecord } from '../queueing/sweep-record.ts';
import { expectedDuration } from './expected-duration.ts';
import { onAnyMachine } from './busy-machine.ts';
import { KeptRun } from './kept-run.ts';
import { capacityWithin } from './goal-capacity.ts';
import { fitOf, sweepRecord, workersIn } from './sweep-record.ts';
import type { SweepOptions } from './sweep-options.ts';
import { stepLoad, SweptEndpoint, type Decide, type StepTrial } from './swept-endpoint.ts';

/**
 * Sweeps the endpoints of a server, one after the other, each on a server of its own where it is started for the sweep.
 * Every trial is in the store before the next starts.
 * @returns what follows from the trials
 */
export async function runSweep(options: SweepOptions): Promise<SweepRecord> {
  const { plan, signal, onEvent } = options;
  const run = new KeptRun(options);
  const endpoints = (plan.factors['endpoint'] ?? []).map(String);
  onEvent({ type: 'sweepStarted', run: run.record, endpoints });
  const ends = new Map<string, SweepEnd>();
  for (const endpoint of endpoints) {
    if (signal.aborted) break;
    ends.set(endpoint, await sweepEndpoint(endpoint, run, options));
  }
  run.end(signal.aborted ? 'interrupted' : 'finished');
  onEvent({ type: 'sweepEnded', run: run.record });
  return sweepRecord(run.stored(), {
    goals: options.goals,
    toServe: options.toServe,
    connectionsMax: options.bounds.connectionsMax,
    ends,
  });
}

async function sweepEndpoint(endpoint: string, run: KeptRun, options: SweepOptions): Promise<SweepEnd> {
  const swept = new SweptEndpoint(endpoint, run, options);
  try {
    const failed = await swept.begin();
    if (failed !== undefined) return failed;
    const end = await swept.measure(decisionOf(options));
    const isWhole = end.state === 'enough' || end.state === 'limit';
    if (isWhole && options.swept === 'connections') await verifyGoals(swept, run, options);
    return end;
  } finally {
    await swept.end();
  }
}

function decisionOf({ swept, bounds }: SweepOptions): Decide {
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
    if (step.state !== 'measure') return step;
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

/** So many response times show the 99th percentile. */
const REQUESTS_TO_VERIFY = 300;
/** Requests for each connection, at least; */
const ROUNDS_TO_VERIFY = 4;
/** and no more than are answered in this time. */
const VERIFY_FOR_S = 10;

/** Measures the largest load that is to meet the goals. */
async function verifyGoals(swept: SweptEndpoint, run: KeptRun, options: SweepOptions): Promise<void> {
  const trial = trialToVerify(swept, run, options);
  if (trial !== undefined) await swept.measureStep(trial, null);
}

function trialToVerify(
  { trials }: SweptEndpoint,
  { record }: KeptRun,
  { goals, bounds: { connectionsMax } }: SweepOptions,
): StepTrial | undefined {
  const [first] = trials;
  if (goals.length === 0 || first === undefined) return undefined;
  const workers = workersIn(record, trials);
  const { connections, perSecond } = capacityWithin(fitOf(record, trials), {
    goals,
    workers,
    connectionsMax,
  });
  if (connections === null) return undefined;
  const inTime = Math.floor((perSecond ?? Infinity) * VERIFY_FOR_S);
  const least = ROUNDS_TO_VERIFY * connections;
  return {
    level: connections,
    load: stepLoad(
      first.load.timeoutMs * ROUNDS_TO_VERIFY,
      Math.max(least, Math.min(REQUESTS_TO_VERIFY, inTime)),
    ),
    because: 'the largest load that is to meet the goals',
  };
}
