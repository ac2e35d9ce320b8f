import { departedBy } from './departures.ts';
import { LONG_IN_SERVICES, type RenewalCounts } from './renewal-count.ts';
import type { ServiceSample } from './service-sample.ts';
import { busyUntil, type SweepPoint } from './sweep-point.ts';

/** How many requests a trial had in service at once, by what departed until a moment and what one busy slot would have completed. */
export interface BusySlots {
  readonly estimate: number;
  /** What departed by the moment. */
  readonly departed: number;
  /** What one slot completes by then. */
  readonly perSlot: number;
  /** Of what one slot completes, and the standard error of its mean. */
  readonly variance: number;
  readonly meanError: number;
  /** The moment, ms from the start of the window. */
  readonly atMs: number;
  /** The moment lies in the empty time between two batches of responses that came together. */
  readonly isBetweenBatches: boolean;
}

/** Where service times vary less than this, relatively, what departed by a moment still goes up in steps. */
const IN_STEPS = 0.2;
/** Batches blur with their number. */
const MOST_BATCHES = 20;
/** Of a service time: shorter gaps may be chance. */
const GAP_AT_LEAST = 0.3;
/** In a series, this share of a service time to each side of the middle, hardly anything may depart. */
const GAP_SHARE = 0.15;
const IN_GAP_AT_MOST = 0.03;

/** @returns undefined where nothing departed while the slots were surely busy */
export function busySlots(
  point: SweepPoint,
  sample: ServiceSample,
  counts: RenewalCounts,
): BusySlots | undefined {
  if (sample.isNearlyFixed) {
    const between = betweenBatches(point, sample, counts);
    if (between !== undefined) return between;
  }
  return overBusyTime(point, sample, counts);
}

/**
 * After a batch nothing departs for a while: the count there has no chance in it but for stragglers. The first of the moments
 * that has the least error, since the service time under load may be longer.
 */
function betweenBatches(
  point: SweepPoint,
  sample: ServiceSample,
  counts: RenewalCounts,
): BusySlots | undefined {
  const { departures, connections } = point;
  const first = departedBy(departures, gapAfter(point, 1, sample.meanMs) ?? 0).count;
  if (first === 0) return undefined;
  const started = point.trial.ledger.started ?? connections;
  const whole = Math.min(MOST_BATCHES, LONG_IN_SERVICES - 1, Math.floor(started / first));
  let best: BusySlots | undefined;
  for (let batch = 1; batch <= Math.max(1, whole); batch++) {
    const gap = gapAfter(point, batch, sample.meanMs);
    const found = gap === undefined ? undefined : readAt(point, gap, counts);
    if (found === undefined) break;
    const exact = { ...found, estimate: found.departed / batch, perSlot: batch, isBetweenBatches: true };
    if (best === undefined || errorOf(exact) < 0.5 * errorOf(best)) best = exact;
  }
  return best;
}

/**
 * The middle of the longest time without a departure between a batch and the next: slots that began one after the other, because
 * the server reads requests one after the other, make it shorter. Of a series, half a service time after the batch, if that is empty.
 */
function gapAfter({ departures }: SweepPoint, batch: number, serviceMs: number): number | undefined {
  const [from, to] = [(batch + 0.05) * serviceMs, (batch + 1) * serviceMs];
  if (!departures.isExact) {
    const middle = (batch + 0.5) * serviceMs;
    const before = departedBy(departures, middle - GAP_SHARE * serviceMs);
    const after = departedBy(departures, middle + GAP_SHARE * serviceMs);
    // Intervals longer than the gap show nothing of it.
    const isEmpty =
      after.at > before.at && after.count - before.count <= (IN_GAP_AT_MOST * before.count) / batch;
    return isEmpty ? middle : undefined;
  }
  const inside = departures.atMs.filter((at) => at > from && at < to);
  let [begin, length] = [from, 0];
  for (const [place, at] of [from, ...inside].entries()) {
    const next = inside[place] ?? to;
    if (next - at > length) [begin, length] = [at, next - at];
  }
  return length >= GAP_AT_LEAST * serviceMs ? begin + length / 2 : undefined;
}

/** Without batches: up to when the slots begin to run out of work, which depends on how many there are. */
function overBusyTime(
  point: SweepPoint,
  sample: ServiceSample,
  counts: RenewalCounts,
): BusySlots | undefined {
  let busy = point.connections;
  let found: BusySlots | undefined;
  for (let round = 0; round < 8; round++) {
    const until = betweenServices(busyUntil(point, busy), sample);
    const next = until > 0 ? readAt(point, until, counts) : undefined;
    if (next === undefined) busy /= 2;
    else if (found !== undefined && Math.abs(next.estimate - found.estimate) < 0.01 * next.estimate)
      return next;
    else {
      found = next;
      // Some more than there seem to be, so that none is idle by chance.
      busy = Math.min(point.connections, 1.2 * next.estimate + 2);
    }
    if (busy < 1) break;
  }
  // All of them came back together, as from an event loop that reads all requests before it answers the first.
  return found ?? readAt(point, point.trial.windowMs, counts);
}

/** Where service times hardly vary, a moment when few of them can just have ended. */
function betweenServices(until: number, { meanMs, variation }: ServiceSample): number {
  const services = Math.floor(until / meanMs - 0.5);
  return variation < IN_STEPS && services >= 1 ? (services + 0.5) * meanMs : until;
}

function readAt(point: SweepPoint, wanted: number, counts: RenewalCounts): BusySlots | undefined {
  const { at, count } = departedBy(point.departures, wanted);
  if (at <= 0 || count === 0) return undefined;
  const { mean, variance, meanError } = counts(at);
  if (mean <= 0) return undefined;
  return {
    estimate: count / mean,
    departed: count,
    perSlot: mean,
    variance,
    meanError,
    atMs: at,
    isBetweenBatches: false,
  };
}

/** Relative: of the number of slots that one trial gives. */
export function errorOf({ departed, perSlot, variance, meanError }: BusySlots): number {
  return Math.hypot(Math.sqrt(variance / (departed * perSlot)), meanError / perSlot);
}
