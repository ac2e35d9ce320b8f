import type { TrialRecord } from '../../samples/trial-record.ts';
import { DEVIATES_95 } from '../../statistics/distributions.ts';
import { estimateSlots, type SlotsEstimate } from './slots-estimate.ts';
import { sweepPoints, type SweepPoint } from './sweep-point.ts';

/** What a sweep may use, and how exactly it is to know. */
export interface SweepLimits {
  /** No trial has more connections; what lies beyond is not looked at. */
  readonly connectionsMax: number;
  /** For the windows of all trials together, and `overheadMs` for each of them. */
  readonly timeBudgetMs: number;
  /** What a trial takes beside its window: to start the generator's threads, to connect, to store. */
  readonly overheadMs: number;
  /** The 95 % interval of the slots is to reach no further than this share of them, or than one slot, on each side. */
  readonly relativeHalfWidth: number;
  /** Of requests on more connections than slots: no more of them are measured in the whole sweep. */
  readonly completionsAtMost: number;
}

export const DEFAULT_SWEEP_LIMITS: SweepLimits = {
  connectionsMax: 1_000,
  timeBudgetMs: 120_000,
  overheadMs: 300,
  relativeHalfWidth: 0.1,
  completionsAtMost: 1_000,
};

/** One trial of a sweep: a closed loop without think time, ramp or warm-up, on a server that is warm already. */
export interface SweepTrial {
  readonly connections: number;
  /** The load ends with so many, all of them answered; null: only by its duration. */
  readonly requests: number | null;
  /** The load ends by then at the latest. */
  readonly durationMs: number;
}

/** What a sweep does next, and why, as a clause. */
export type SweepStep =
  | (SweepTrial & { readonly state: 'measure'; readonly because: string })
  /** The ceiling is known as exactly as was asked, or there is none up to the most connections. */
  | { readonly state: 'enough'; readonly because: string }
  /** Time, connections or completions are used up, or trials are spoilt, before that. */
  | { readonly state: 'limit'; readonly because: string };

/** A sweep as far as it has come. */
interface Progress {
  readonly points: readonly SweepPoint[];
  readonly estimate: SlotsEstimate;
  /** The most connections that a trial may have: those asked for, or fewer where more spoilt a trial. */
  readonly connectionsMax: number;
  /** Why not more, where it was not asked. */
  readonly spoiltBecause: string | undefined;
  /** Trials in which nothing came back. */
  readonly empty: number;
  readonly limits: SweepLimits;
}

const FIRST: SweepTrial = { connections: 1, requests: 4, durationMs: 5_000 };
/** Where nothing came back in it, the first trial is made so much longer. */
const PATIENCE = 4;
/** Connections grow by this until requests wait. */
const GROWTH = 4;
/** With random service times a number of connections is told from fewer slots by so many responses. */
const GROWTH_REQUESTS = 48;
/** Two bursts that agree, one of them on many more connections than slots, settle fixed service times; after so many it ends. */
const MOST_BURSTS = 5;
/** More connections than slots by these factors: batches of other sizes each. */
const BURST_FACTORS = [2.5, 3.4, 1.7] as const;
/** Of the service times: a load by requests has to be over by so many beyond what it is expected to take. */
const TAIL = 30;
/** A trial of random service times is not worth its while below this. */
const FEWEST_REQUESTS = 20;
/** Drawn service times are known well enough to go on from so many. */
const SAMPLE_AT_LEAST = 24;

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
    ...spoilt.map(({ connections }) => Math.max(greatest(points), Math.floor(connections / 2))),
  );
  const empty = trials.filter(({ ledger }) => ledger.completed === 0).length;
  const progress = { points, estimate, connectionsMax, spoiltBecause: least?.because, empty, limits };
  if (!estimate.sample.isNearlyFixed && estimate.sample.total < SAMPLE_AT_LEAST) return moreOfOne(progress);
  if (estimate.slots === undefined) return growth(progress);
  if (Math.round(estimate.slots.estimate) >= connectionsMax && greatest(points) >= connectionsMax)
    return { state: 'enough', because: `as many are served at once as may be asked for: ${connectionsMax}` };
  if (!estimate.sample.isNearlyFixed) return nextRandom(progress, estimate.slots);
  return estimate.saturated.some(({ busy }) => busy?.isBetweenBatches === true)
    ? nextBurst(progress, estimate.slots)
    : nextSteady(progress);
}

const measure = (trial: SweepTrial, because: string): SweepStep => ({ state: 'measure', ...trial, because });
const greatest = (points: readonly SweepPoint[]): number => points.at(-1)?.connections ?? 1;

function afterNothing(trials: readonly TrialRecord[], because: string | undefined): SweepStep {
  if (because !== undefined) return { state: 'limit', because };
  const longest = Math.max(...trials.map(({ windowMs }) => windowMs));
  return measure(
    { ...FIRST, durationMs: PATIENCE * longest },
    `nothing came back within ${Math.round(longest)} ms`,
  );
}

/** Service times that are drawn show themselves on few connections first. */
function moreOfOne({ points, estimate: { sample } }: Progress): SweepStep {
  const requests = SAMPLE_AT_LEAST;
  // Twice as long each time: the first few may have been short by chance.
  const longer = 2 ** (points.length - 1);
  return measure(
    {
      connections: points[0]?.connections ?? 1,
      requests,
      durationMs: longer * cap(requests * sample.meanMs, sample.meanMs),
    },
    'service times differ from one request to the next',
  );
}

/** More connections, until some have to wait. */
function growth({ points, estimate, connectionsMax, spoiltBecause, limits }: Progress): SweepStep {
  const top = greatest(points);
  const { sample } = estimate;
  if (top < connectionsMax) {
    const connections = Math.min(connectionsMax, GROWTH * top);
    const drawn = Math.min(2 * connections, Math.max(connections, limits.completionsAtMost));
    const requests = sample.isNearlyFixed ? connections : Math.max(drawn, GROWTH_REQUESTS);
    // If there were no more slots than now.
    const longest = (requests / Math.max(1, Math.min(top, 0.5 * connections))) * sample.meanMs;
    return measure(
      { connections, requests, durationMs: cap(longest, sample.meanMs) },
      `nobody waits on ${top} connection${top === 1 ? '' : 's'}`,
    );
  }
  const known = estimate.points.find(({ point }) => point.connections === top)?.busy;
  const because = `nobody waits on ${top} connections`;
  if (spoiltBecause !== undefined)
    return { state: 'limit', because: `${because}, and beyond, ${spoiltBecause}` };
  if (known !== undefined && estimate.unsaturated.some(({ point }) => point.connections === top))
    return { state: 'enough', because };
  return { state: 'limit', because: `${top} connections are too few to tell whether requests wait` };
}

const cap = (expectedMs: number, serviceMs: number): number =>
  Math.ceil(1.5 * expectedMs + TAIL * serviceMs + 500);

type Slots = NonNullable<SlotsEstimate['slots']>;

/** Another burst, on another number of connections, until two agree. */
function nextBurst({ points, estimate, connectionsMax }: Progress, slots: Slots): SweepStep {
  const bursts = estimate.saturated.filter(({ busy }) => busy?.isBetweenBatches === true);
  const isWide = bursts.some(
    ({ point }) => point.connections >= Math.min(connectionsMax, 2 * slots.estimate),
  );
  if (bursts.length >= 2 && isWide && slots.low === slots.high)
    return { state: 'enough', because: `${bursts.length} bursts came back in batches of ${slots.estimate}` };
  const tried = new Set(points.map(({ connections }) => connections));
  const untried = BURST_FACTORS.map((factor) =>
    Math.min(connectionsMax, Math.ceil(factor * slots.estimate) + 1),
  ).find((connections) => connections > slots.estimate && !tried.has(connections));
  const connections = untried ?? greatest(points);
  if (bursts.length >= MOST_BURSTS)
    return { state: 'limit', because: `${bursts.length} bursts do not agree` };
  const { meanMs } = estimate.sample;
  return measure(
    { connections, requests: connections, durationMs: cap((connections / slots.estimate) * meanMs, meanMs) },
    `a burst came back in batches of ${slots.estimate}`,
  );
}

/** So long that connections go round this often. */
const ROUNDS = 6;
const STEADY_TRIALS = 2;
const STEADY_AT_LEAST_MS = 1_500;

/** Requests wait, but not in batches: the throughput on more connections shows what is scarce. */
function nextSteady({ points, estimate, connectionsMax }: Progress): SweepStep {
  const steady = points.filter(({ trial }) => trial.load.requests === null);
  if (steady.length >= STEADY_TRIALS)
    return { state: 'enough', because: 'more connections bring no more, and responses come in no batches' };
  const top = greatest(points);
  const connections = steady.length === 0 ? top : Math.min(connectionsMax, 2 * top);
  const last = estimate.points.find(({ point }) => point.connections === top)?.point;
  const cycle = Math.max(estimate.sample.meanMs, last?.trial.responseTimeMs.observed.mean ?? 0);
  const durationMs = Math.ceil(Math.max(STEADY_AT_LEAST_MS, (ROUNDS * cycle * connections) / top));
  return measure(
    { connections, requests: null, durationMs },
    `on ${top} connections requests wait, and responses come in no batches`,
  );
}

/** Where slots and service times are least certain, one of the two. */
function nextRandom(progress: Progress, slots: Slots): SweepStep {
  const { estimate, limits, connectionsMax, empty } = progress;
  const { sample, error } = estimate;
  const reach = Math.max(limits.relativeHalfWidth, Math.min(WIDEST, ALMOST_ONE / slots.high));
  const wanted = Math.log1p(reach) / DEVIATES_95;
  const done = busyDepartures(estimate);
  const isEven = done >= FEWEST_EACH && sample.total >= FEWEST_EACH;
  if (error !== undefined && error.total <= wanted && isEven)
    return {
      state: 'enough',
      because: `the slots are known to ${Math.round(100 * Math.expm1(DEVIATES_95 * error.total))} %`,
    };
  const perCompletion = sample.variation ** 2;
  const goal = Math.min(
    limits.completionsAtMost,
    Math.max(FEWEST_EACH, Math.ceil((EVEN_SPLIT * perCompletion) / wanted ** 2)),
  );
  // With slots that are hardly known yet, a part of it tells how to go on.
  const isHardlyKnown = (error?.total ?? 1) > HARDLY_KNOWN && FIRST_PART * (goal - done) > slots.estimate;
  const share = isHardlyKnown ? FIRST_PART : 1;
  const least = Math.max(FEWEST_REQUESTS, LEAST_ROUNDS * slots.estimate);
  const left = Math.max(done < FEWEST_EACH ? least : 0, share * (goal - done));
  if (left >= least && slots.estimate * 1.25 <= connectionsMax) {
    const connections = Math.min(connectionsMax, Math.ceil(2 * slots.high) + 1);
    const rounds = left / Math.max(slots.estimate, 0.95 * slots.high);
    const shortest = sample.variation < STEPS ? FEWEST_ROUNDS : 0;
    const durationMs = Math.ceil(2 ** empty * Math.max(rounds, shortest) * sample.meanMs);
    return measure(
      { connections, requests: null, durationMs },
      `with requests waiting ${done} were answered, and ${goal} show the throughput well enough`,
    );
  }
  const rest = wanted ** 2 - (error?.saturated ?? 0) ** 2;
  if (rest <= 0)
    return { state: 'limit', because: `${done} responses with requests waiting are as many as were allowed` };
  // Its part of the error falls with the root of their number.
  const ofSample = (error?.total ?? 1) ** 2 - (error?.saturated ?? 0) ** 2;
  const connections = Math.max(1, Math.floor(Math.min(0.9 * slots.low, 0.8 * slots.estimate)));
  const missing = Math.ceil(sample.total * ((SPARE * ofSample) / rest - 1));
  const needed = Math.max(FEWEST_REQUESTS, connections, missing, FEWEST_EACH - sample.total);
  return measure(
    { connections, requests: needed, durationMs: cap((needed / connections) * sample.meanMs, sample.meanMs) },
    `with nobody waiting ${sample.total} were answered, and ${sample.total + needed} show the service time well enough`,
  );
}

/** Of a slot: a little less than one, so that an interval that was planned is reached. */
const ALMOST_ONE = 0.95;
/** Wider than this, too few requests are behind an interval for it to hold. */
const WIDEST = 0.4;
/** Twice what one of the two would need by itself, and some more. */
const EVEN_SPLIT = 2.2;
const HARDLY_KNOWN = 0.12;
const FIRST_PART = 0.35;
const SPARE = 1.1;
/** Responses of each slot: before the first have come there is nothing to see. */
const LEAST_ROUNDS = 0.8;
/** With service times that vary less than this nothing departs in the first round, and much at its end. */
const STEPS = 0.5;
const FEWEST_ROUNDS = 1.5;
/** An interval of fewer does not hold what it promises. */
const FEWEST_EACH = 120;

/** Responses that came while all slots were busy. */
const busyDepartures = ({ saturated }: SlotsEstimate): number =>
  saturated.reduce((sum, { busy }) => sum + (busy?.departed ?? 0), 0);

function withinBudget(step: SweepStep, trials: readonly TrialRecord[], limits: SweepLimits): SweepStep {
  if (step.state !== 'measure') return step;
  const used = trials.reduce((sum, { windowMs }) => sum + windowMs + limits.overheadMs, 0);
  const left = limits.timeBudgetMs - used - limits.overheadMs;
  const longest = longestOf(step, trials);
  if (longest <= left) return { ...step, durationMs: Math.min(step.durationMs, left) };
  return {
    state: 'limit',
    because: `${Math.round(used / 1e3)} s are used, and the next trial takes up to ${Math.ceil(longest / 1e3)} s`,
  };
}

/** What a trial takes if requests on it take as long as they did on average: its duration is a limit for the worst. */
function longestOf(step: SweepTrial, trials: readonly TrialRecord[]): number {
  if (step.requests === null || trials.length === 0) return step.durationMs;
  const service = Math.min(...trials.flatMap(({ responseTimeMs }) => responseTimeMs.observed.mean ?? []));
  const rounds = Math.ceil(step.requests / step.connections);
  return Math.min(step.durationMs, rounds * (Number.isFinite(service) ? service : step.durationMs));
}
