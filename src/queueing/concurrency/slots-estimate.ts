import { DEVIATES_95, studentTQuantile } from '../../statistics/distributions.ts';
import { busySlots, errorOf, type BusySlots } from './busy-slots.ts';
import { renewalCounts } from './renewal-count.ts';
import { serviceSample, type ServiceSample } from './service-sample.ts';
import type { SweepPoint } from './sweep-point.ts';

/** A trial with what it had in service at once; undefined where that cannot be told. */
export interface PointInService {
  readonly point: SweepPoint;
  readonly busy: BusySlots | undefined;
}

/** What a sweep's trials say of slots and service times, if slots are what limits it. */
export interface SlotsEstimate {
  readonly sample: ServiceSample;
  readonly points: readonly PointInService[];
  /** Surely on as many slots as connections, or more: the service times are theirs. */
  readonly unsaturated: readonly PointInService[];
  /** Surely on fewer. Empty: no limit is seen. */
  readonly saturated: readonly PointInService[];
  /** undefined: no limit is seen. */
  readonly slots: { readonly estimate: number; readonly low: number; readonly high: number } | undefined;
  /** Relative standard error of the slots, and its part that the saturated trials have. */
  readonly error: { readonly total: number; readonly saturated: number } | undefined;
}

/** So many standard errors below its connections, and this share of them more, a trial was surely saturated. */
const SURE_DEVIATES = 3.5;
const SURE_SHARE = 0.05;
/** Trials with connections between these shares of the slots may be either. */
const SURELY_FEWER = 0.8;
const SURELY_MORE = 1.25;
const STAYS_FEWER = 0.95;
const STAYS_MORE = 1.1;
const MOST_ROUNDS = 8;
const CONFIDENCE = 0.975;
/** Of a slot. */
const AGREEING = 0.1;

/**
 * Estimates the slots: the number c for which all saturated trials together had as many departures by their moments as c
 * independent, never idle slots have on average, ΣD = cΣM (`renewal-count.ts`). The service times are those of the unsaturated trials, whoever those
 * are: the two are found in turn. The 95 % interval is that of log c by the delta method: of the departures and of the sample.
 * @param points by connections
 * @returns undefined without a trial that has service times
 */
export function estimateSlots(points: readonly SweepPoint[]): SlotsEstimate | undefined {
  const least = points[0]?.connections;
  if (least === undefined) return undefined;
  let limit = least;
  let saturatedFrom: number | undefined;
  let estimate: SlotsEstimate | undefined;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = withParts(points, limit, saturatedFrom);
    if (next === undefined) return estimate;
    estimate = next;
    const [limitBefore, fromBefore] = [limit, saturatedFrom];
    limit = Math.max(least, limitAfter(next));
    saturatedFrom = saturatedAfter(next, least);
    if (limit === limitBefore && saturatedFrom === fromBefore) break;
  }
  return estimate;
}

/** Up to how many connections trials are unsaturated. Those that were taken for it stay so a little beyond, or the rounds would go to and fro. */
function limitAfter({ slots, unsaturated }: SlotsEstimate): number {
  const taken = unsaturated.map(({ point }) => point.connections);
  if (slots === undefined) return Math.max(...taken);
  const staying = taken.filter((connections) => connections <= STAYS_FEWER * slots.estimate);
  return Math.max(Math.floor(SURELY_FEWER * slots.estimate), ...staying);
}

function saturatedAfter({ slots, saturated, sample }: SlotsEstimate, least: number): number | undefined {
  if (slots === undefined) return undefined;
  if (sample.isNearlyFixed) return slots.estimate + 0.5;
  const staying = saturated
    .map(({ point }) => point.connections)
    .filter((connections) => connections >= STAYS_MORE * slots.estimate);
  return Math.max(least + 1, Math.min(SURELY_MORE * slots.estimate, ...staying));
}

/**
 * @param limit trials with at most so many connections are unsaturated
 * @param saturatedFrom trials from so many on are saturated; undefined: those that surely are by themselves
 */
function withParts(
  points: readonly SweepPoint[],
  limit: number,
  saturatedFrom: number | undefined,
): SlotsEstimate | undefined {
  const few = points.filter(({ connections }) => connections <= limit);
  const complete = few.filter(({ isComplete }) => isComplete);
  const sample = serviceSample(
    (complete.length > 0 ? complete : few).map(({ responseTimes }) => responseTimes),
  );
  if (sample === undefined) return undefined;
  const counts = renewalCounts(sample, Math.max(...points.map(({ trial }) => trial.windowMs)));
  const all = points.map((point) => ({ point, busy: busySlots(point, sample, counts) }));
  const saturated = all.filter(({ point, busy }) =>
    saturatedFrom === undefined ? isSurelySaturated(point, busy) : point.connections >= saturatedFrom,
  );
  const unsaturated = all.filter(
    ({ point, busy }) => point.connections <= limit || (saturated.length === 0 && servesAll(point, busy)),
  );
  return { sample, points: all, unsaturated, saturated, ...slotsOf(sample, saturated) };
}

function isSurelySaturated({ connections }: SweepPoint, busy: BusySlots | undefined): boolean {
  if (busy === undefined || connections === 1) return false;
  if (busy.isBetweenBatches) return busy.estimate < connections - 0.5;
  const reach = Math.hypot(SURE_DEVIATES * errorOf(busy), SURE_SHARE);
  return busy.estimate * Math.exp(reach) < connections;
}

/** As far as its own error allows. */
function servesAll({ connections }: SweepPoint, busy: BusySlots | undefined): boolean {
  return busy !== undefined && busy.estimate * Math.exp(errorOf(busy)) > SURELY_FEWER * connections;
}

function slotsOf(
  sample: ServiceSample,
  saturated: readonly PointInService[],
): Pick<SlotsEstimate, 'slots' | 'error'> {
  const seen = saturated.flatMap(({ point, busy }) => (busy === undefined ? [] : [{ point, busy }]));
  if (seen.length === 0) return { slots: undefined, error: undefined };
  const batches = seen.filter(({ busy }) => busy.isBetweenBatches);
  if (batches.length > 0) return slotsOfBatches(batches.map(({ busy }) => busy));
  const total = (of: (busy: BusySlots) => number): number =>
    seen.reduce((sum, { busy }) => sum + of(busy), 0);
  const departed = total(({ departed: count }) => count);
  const perSlot = total(({ perSlot: count }) => count);
  const estimate = departed / perSlot;
  const ofCounts = Math.sqrt((estimate * total(({ variance }) => variance)) / departed ** 2);
  const ofSample = total(({ meanError }) => meanError) / perSlot;
  const error = Math.hypot(ofCounts, ofSample);
  return {
    slots: withInterval(estimate, departed, { ofCounts, ofSample }, sample),
    error: { total: error, saturated: ofCounts },
  };
}

/**
 * With the quantiles of Student's t for as many values as the lesser of the two has. The logarithm takes out the skewness that sums of
 * exponential times have, twice their variation; what a sample has beyond that is taken into account to the first order (Johnson 1978;
 * Hall 1992): a sample without one of the rare long times has too small a mean and too small a spread.
 */
function withInterval(
  estimate: number,
  departed: number,
  { ofCounts, ofSample }: { ofCounts: number; ofSample: number },
  { total, skewness, variation }: ServiceSample,
): NonNullable<SlotsEstimate['slots']> {
  const deviates = studentTQuantile(CONFIDENCE, Math.max(1, Math.min(total, departed) - 1));
  const excess = Math.max(0, skewness - 2 * variation);
  const shift = Math.min(deviates, (excess * (1 + 2 * deviates ** 2)) / (6 * Math.sqrt(total)));
  return {
    estimate,
    low: estimate * Math.exp(-Math.hypot(deviates * ofCounts, (deviates - shift) * ofSample)),
    high: estimate * Math.exp(Math.hypot(deviates * ofCounts, (deviates + shift) * ofSample)),
  };
}

/**
 * Nothing of a batch is left to chance: what lowers a count is a straggler, or a worker with too few connections, and hardly anything
 * raises it. So the greatest count holds, and the least is the interval's lower end unless most agree.
 */
function slotsOfBatches(batches: readonly BusySlots[]): Pick<SlotsEstimate, 'slots' | 'error'> {
  const counts = batches.map(({ estimate }) => estimate);
  const estimate = Math.max(...counts);
  const agreeing = counts.filter((count) => estimate - count < AGREEING).length;
  const low = 2 * agreeing >= counts.length ? estimate : Math.min(...counts);
  const error = Math.log(estimate / low) / DEVIATES_95;
  return { slots: { estimate, low, high: estimate }, error: { total: error, saturated: error } };
}
