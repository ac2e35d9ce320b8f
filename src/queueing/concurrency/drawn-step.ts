import { DEVIATES_95 } from '../../statistics/distributions.ts';
import type { SlotsEstimate } from './slots-estimate.ts';
import type { KnownSlots, SweepProgress } from './sweep-progress.ts';
import { durationAtMost, measure, type SweepStep } from './sweep-trial.ts';

/** Drawn service times are known well enough to go on from so many. */
const SAMPLE_AT_LEAST = 24;
/** A trial of random service times is not worth its while below this. */
const FEWEST_REQUESTS = 20;
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

/** Whether drawn service times are hardly known yet: before that, slots cannot be told by them. */
export const isSampleShort = ({ sample }: SlotsEstimate): boolean =>
  !sample.isNearlyFixed && sample.total < SAMPLE_AT_LEAST;

/** Service times that are drawn show themselves on few connections first. */
export function sampleStep({ points, estimate: { sample } }: SweepProgress): SweepStep {
  const requests = SAMPLE_AT_LEAST;
  // Twice as long each time: the first few may have been short by chance.
  const longer = 2 ** (points.length - 1);
  return measure(
    {
      connections: points[0]?.connections ?? 1,
      requests,
      durationMs: longer * durationAtMost(requests * sample.meanMs, sample.meanMs),
    },
    'service times differ from one request to the next',
  );
}

/** Where slots and service times are least certain, one of the two. */
export function drawnStep(progress: SweepProgress, slots: KnownSlots): SweepStep {
  const { estimate, limits } = progress;
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
  return moreWaiting(progress, slots, wanted) ?? moreUnhindered(progress, slots, wanted);
}

/**
 * More connections than slots, for the throughput; undefined where enough were answered, or no more connections may be had.
 * @param wanted the standard error of the slots' logarithm
 */
function moreWaiting(
  { estimate, limits, connectionsMax, empty }: SweepProgress,
  slots: KnownSlots,
  wanted: number,
): SweepStep | undefined {
  const { sample, error } = estimate;
  const done = busyDepartures(estimate);
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
  if (left < least || slots.estimate * 1.25 > connectionsMax) return undefined;
  const connections = Math.min(connectionsMax, Math.ceil(2 * slots.high) + 1);
  const rounds = left / Math.max(slots.estimate, 0.95 * slots.high);
  const shortest = sample.variation < STEPS ? FEWEST_ROUNDS : 0;
  const durationMs = Math.ceil(2 ** empty * Math.max(rounds, shortest) * sample.meanMs);
  return measure(
    { connections, requests: null, durationMs },
    `with requests waiting ${done} were answered, and ${goal} show the throughput well enough`,
  );
}

/**
 * Fewer connections than slots, for the service times.
 * @param wanted the standard error of the slots' logarithm
 */
function moreUnhindered({ estimate }: SweepProgress, slots: KnownSlots, wanted: number): SweepStep {
  const { sample, error } = estimate;
  const rest = wanted ** 2 - (error?.saturated ?? 0) ** 2;
  if (rest <= 0)
    return {
      state: 'limit',
      because: `${busyDepartures(estimate)} responses with requests waiting are as many as were allowed`,
    };
  // Its part of the error falls with the root of their number.
  const ofSample = (error?.total ?? 1) ** 2 - (error?.saturated ?? 0) ** 2;
  const connections = Math.max(1, Math.floor(Math.min(0.9 * slots.low, 0.8 * slots.estimate)));
  const missing = Math.ceil(sample.total * ((SPARE * ofSample) / rest - 1));
  const needed = Math.max(FEWEST_REQUESTS, connections, missing, FEWEST_EACH - sample.total);
  return measure(
    {
      connections,
      requests: needed,
      durationMs: durationAtMost((needed / connections) * sample.meanMs, sample.meanMs),
    },
    `with nobody waiting ${sample.total} were answered, and ${sample.total + needed} show the service time well enough`,
  );
}

/** Responses that came while all slots were busy. */
const busyDepartures = ({ saturated }: SlotsEstimate): number =>
  saturated.reduce((sum, { busy }) => sum + (busy?.departed ?? 0), 0);
