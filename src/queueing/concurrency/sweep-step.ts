import type { TrialRecord } from '../../samples/trial-record.ts';
import { burstStep } from './burst-step.ts';
import { drawnStep, isSampleShort, sampleStep } from './drawn-step.ts';
import { growthStep } from './growth-step.ts';
import { estimateSlots } from './slots-estimate.ts';
import { steadyStep } from './steady-step.ts';
import { withinBudget } from './sweep-budget.ts';
import type { SweepLimits } from './sweep-limits.ts';
import { sweepPoints } from './sweep-point.ts';
import { mostConnections } from './sweep-progress.ts';
import { measure, type SweepStep, type SweepTrial } from './sweep-trial.ts';

const FIRST: SweepTrial = { connections: 1, requests: 4, durationMs: 5_000 };
/** Where nothing came back in it, the first trial is made so much longer. */
const PATIENCE = 4;

/** The next trial of a sweep, from the trials that it has; none is how it begins. */
export function nextStep(trials: readonly TrialRecord[], limits: SweepLimits): SweepStep {
  return withinBudget(unlessInVain(wantedStep(trials, limits), trials), trials, limits);
}

/** Trials of the very same kind, of which the last one taught nothing: the next is asked for again. */
const MOST_ALIKE = 3;

function unlessInVain(step: SweepStep, trials: readonly TrialRecord[]): SweepStep {
  if (step.state !== 'measure') return step;
  const alike = trials.filter(
    ({ load }) =>
      load.connections === step.connections &&
      load.requests === step.requests &&
      load.durationMs === step.durationMs,
  );
  if (alike.length < MOST_ALIKE) return step;
  return {
    state: 'limit',
    because: `${alike.length} trials on ${step.connections} connections tell no more`,
  };
}

function wantedStep(trials: readonly TrialRecord[], limits: SweepLimits): SweepStep {
  if (trials.length === 0) return measure(FIRST, 'one connection shows the service time');
  const { points, spoilt } = sweepPoints(trials);
  const estimate = estimateSlots(points);
  const least = spoilt.toSorted((one, other) => one.connections - other.connections)[0];
  if (estimate === undefined) return afterNothing(trials, least?.because);
  const connectionsMax = Math.min(
    limits.connectionsMax,
    // Between what worked and what did not, half way.
    ...spoilt.map(({ connections }) => Math.max(mostConnections(points), Math.floor(connections / 2))),
  );
  const empty = trials.filter(({ ledger }) => ledger.completed === 0).length;
  const progress = { points, estimate, connectionsMax, spoiltBecause: least?.because, empty, limits };
  if (isSampleShort(estimate)) return sampleStep(progress);
  if (estimate.slots === undefined) return growthStep(progress);
  if (Math.round(estimate.slots.estimate) >= connectionsMax && mostConnections(points) >= connectionsMax)
    return { state: 'enough', because: `as many are served at once as may be asked for: ${connectionsMax}` };
  if (!estimate.sample.isNearlyFixed) return drawnStep(progress, estimate.slots);
  return estimate.saturated.some(({ busy }) => busy?.isBetweenBatches === true)
    ? burstStep(progress, estimate.slots)
    : steadyStep(progress);
}

function afterNothing(trials: readonly TrialRecord[], because: string | undefined): SweepStep {
  if (because !== undefined) return { state: 'limit', because };
  const longest = Math.max(...trials.map(({ windowMs }) => windowMs));
  return measure(
    { ...FIRST, durationMs: PATIENCE * longest },
    `nothing came back within ${Math.round(longest)} ms`,
  );
}
