import type { Estimate } from '../../samples/interval.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { backlogTrend, type BacklogTrend } from './backlog-trend.ts';

/** What a search for the highest rate may use. */
export interface RateLimits {
  readonly rateMin: number;
  readonly rateMax: number;
  /** For the windows of all trials, and `overheadMs` for each. */
  readonly timeBudgetMs: number;
  readonly overheadMs: number;
  /** It is enough when the ends of the bracket are no further apart than this share of the lower one. */
  readonly relativeWidth: number;
}

export const DEFAULT_RATE_LIMITS: RateLimits = {
  rateMin: 1,
  rateMax: 10_000,
  timeBudgetMs: 180_000,
  overheadMs: 300,
  relativeWidth: 0.05,
};

/** What the search does next: an open loop at a rate, with as many connections as it needs. */
export type RateStep =
  | {
      readonly state: 'measure';
      readonly arrivalsPerSecond: number;
      readonly durationMs: number;
      readonly because: string;
    }
  /** An end that was not looked for is null. */
  | { readonly state: 'enough' | 'limit'; readonly highestPerSecond: Estimate; readonly because: string };

interface Judged {
  readonly rate: number;
  readonly windowMs: number;
  readonly trend: BacklogTrend;
}

/** The highest rate that was steady, and the lowest above it that was not. */
interface Bracket {
  readonly low: Judged | undefined;
  readonly high: Judged | undefined;
}

const GROWTH = 4;
const COARSE_MS = 2_000;
const COARSE_ARRIVALS = 200;
const COARSE_AT_MOST_MS = 6_000;
const FINE_AT_LEAST_MS = 5_000;
const LONGEST_MS = 30_000;
/** At one rate; then it counts as too high: so near to it nobody would run a server. */
const MOST_REPEATS = 3;

/**
 * Seeks the highest rate at which the queue of an open loop does not grow: upwards by factors, then with what an overloaded server
 * does at best on either side, then by bisection of the logarithm.
 */
export function nextRate(trials: readonly TrialRecord[], limits: RateLimits): RateStep {
  const judged = trials.flatMap((trial): Judged[] => {
    const rate = trial.load.arrivals?.perSecond;
    return rate === undefined ? [] : [{ rate, windowMs: trial.windowMs, trend: backlogTrend(trial) }];
  });
  const last = judged.at(-1);
  if (last === undefined)
    return withinBudget(
      measure(limits.rateMin, coarseMs(limits.rateMin), 'a low rate shows the service time'),
      judged,
      limits,
    );
  const top = judged.every(({ trend }) => trend.state !== 'grows') && last.rate < limits.rateMax;
  if (top && last.trend.state === 'undetermined') {
    // Far from the limit a few requests come and go: more of them tell more than more time.
    const rate = Math.min(limits.rateMax, GROWTH * last.rate);
    return withinBudget(measure(rate, coarseMs(rate), last.trend.because), judged, limits);
  }
  const repeats = judged.filter(({ rate }) => rate === last.rate).length;
  if (last.trend.state === 'undetermined' && repeats < MOST_REPEATS)
    return withinBudget(
      measure(last.rate, Math.min(LONGEST_MS, 2 * last.windowMs), last.trend.because),
      judged,
      limits,
    );
  return withinBudget(afterJudged(bracketOf(judged), limits), judged, limits);
}

const measure = (arrivalsPerSecond: number, durationMs: number, because: string): RateStep => ({
  state: 'measure',
  arrivalsPerSecond,
  durationMs: Math.ceil(durationMs),
  because,
});

const coarseMs = (rate: number): number =>
  Math.min(COARSE_AT_MOST_MS, Math.max(COARSE_MS, (1e3 * COARSE_ARRIVALS) / rate));

/** What is undetermined to the end, and above all that is steady, counts as too high; what was so on the way up counts for nothing. The lowest rate that grows holds against steady ones above. */
function bracketOf(judged: readonly Judged[]): Bracket {
  const last = new Map(judged.map((one) => [one.rate, one]));
  const byRate = [...last.values()].toSorted((one, other) => one.rate - other.rate);
  const growing = byRate.find(({ trend }) => trend.state === 'grows');
  const below = byRate.filter(({ rate }) => rate < (growing?.rate ?? Infinity));
  const low = below.findLast(({ trend }) => trend.state === 'steady');
  const unclear = below.find(
    ({ rate }) => rate > (low?.rate ?? 0) && judged.filter((one) => one.rate === rate).length >= MOST_REPEATS,
  );
  return { low, high: unclear ?? growing };
}

function afterJudged({ low, high }: Bracket, limits: RateLimits): RateStep {
  if (high === undefined) {
    const rate = low?.rate ?? limits.rateMin;
    if (rate >= limits.rateMax)
      return {
        state: 'enough',
        highestPerSecond: { estimate: rate, low: rate, high: null },
        because: `the queue does not grow at ${show(rate)}/s`,
      };
    const next = Math.min(limits.rateMax, GROWTH * rate);
    return measure(next, coarseMs(next), `the queue does not grow at ${show(rate)}/s`);
  }
  if (low === undefined) {
    if (high.rate <= limits.rateMin)
      return {
        state: 'limit',
        highestPerSecond: { estimate: null, low: null, high: high.rate },
        because: `the queue grows at ${show(high.rate)}/s already`,
      };
    return measure(limits.rateMin, coarseMs(limits.rateMin), `the queue grows at ${show(high.rate)}/s`);
  }
  const width = high.rate / low.rate - 1;
  const highestPerSecond = { estimate: Math.sqrt(low.rate * high.rate), low: low.rate, high: high.rate };
  const because = `the queue does not grow at ${show(low.rate)}/s, and does at ${show(high.rate)}/s`;
  if (width <= limits.relativeWidth) return { state: 'enough', highestPerSecond, because };
  const next = within(low, high, limits.relativeWidth);
  return measure(next, fineMs(next, low, limits), because);
}

/** On either side of what left an overloaded server; where that is no longer between the two, in the middle. */
function within(low: Judged, high: Judged, relativeWidth: number): number {
  const served = high.trend.leftPerSecond;
  for (const factor of [1 - 0.45 * relativeWidth, 1 + 0.45 * relativeWidth]) {
    const rate = served * factor;
    if (rate > low.rate * (1 + 0.1 * relativeWidth) && rate < high.rate * (1 - 0.1 * relativeWidth))
      return rate;
  }
  return Math.sqrt(low.rate * high.rate);
}

/**
 * So long that a growth of a third of the width would be seen: if arrivals and departures are as irregular as in the nearest steady trial,
 * and at most as in a Poisson process. The error of a rate falls with the root of the time.
 */
function fineMs(rate: number, low: Judged, { relativeWidth, timeBudgetMs }: RateLimits): number {
  const poisson = (1e3 * 2 * (2 / relativeWidth) ** 2) / rate;
  const { high, estimate } = low.trend.growthPerSecond;
  const reach = high === null || estimate === null ? Infinity : (high - estimate) / low.rate;
  const seen = low.windowMs * (reach / (relativeWidth / 3)) ** 2;
  return Math.min(LONGEST_MS, timeBudgetMs / 6, Math.max(FINE_AT_LEAST_MS, Math.min(poisson, seen)));
}

function withinBudget(step: RateStep, judged: readonly Judged[], limits: RateLimits): RateStep {
  if (step.state !== 'measure') return step;
  const used = judged.reduce((sum, { windowMs }) => sum + windowMs + limits.overheadMs, 0);
  if (used + step.durationMs + limits.overheadMs <= limits.timeBudgetMs) return step;
  const { low, high } = bracketOf(judged);
  const estimate =
    low !== undefined && high !== undefined ? Math.sqrt(low.rate * high.rate) : (low?.rate ?? null);
  return {
    state: 'limit',
    highestPerSecond: { estimate, low: low?.rate ?? null, high: high?.rate ?? null },
    because: `${Math.round(used / 1e3)} s are used`,
  };
}

const show = (rate: number): string => String(Number(rate.toPrecision(4)));
