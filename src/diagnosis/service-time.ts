import type { DurationCount } from '../samples/duration-counts.ts';
import { responseCounts } from '../samples/response-counts.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { microsecondsToMilliseconds } from '../units.ts';

/** How long a request takes where none waits, and how that is known. */
export interface ServiceTime {
  readonly ms: number;
  /** `plan`: the hold; `lighterLoad`: what it was with fewer connections; `firstResponses`: see below. */
  readonly from: 'plan' | 'lighterLoad' | 'firstResponses';
}

/** The first responses, where they show the service time. */
export interface FirstBatch {
  /** How many were answered together; null where they trickled in, and it is the others that show the time. */
  readonly count: number | null;
  /** Their mean response time. */
  readonly ms: number;
}

/** Responses up to this much later than the first belong to its batch; the next comes with twice the service time. */
const NEAR = 1.3;
/** Of what the first batch should be, so much is enough: some of a batch may be held up by the machine. */
const MOST_OF_IT = 0.6;
/** A server that does fewer at once does none most of the time: what is least there is not its service time. */
const HELD_AT_LEAST = 0.5;
/** Where the beginning cannot be told apart, so many have to stand together, and by themselves. */
const TELLING = 4;
const VERY_NEAR = 1.1;
/** Of a batch, what may lie between it and the next. */
const GAP = 0.1;

/**
 * The first batch, where the first responses show the service time: where all requests take the same, as many as
 * can be held at once are answered together, one service time after the load began, and nothing is answered sooner. The
 * least of response times that vary is an accident: it happens at any time, and is not followed by a batch.
 * @param perSecond its throughput
 * @returns null where the first responses do not show it
 */
export function firstBatch(trial: TrialRecord, perSecond: number): FirstBatch | null {
  return answeredTogether(trial, perSecond) ?? beforeGap(trial, perSecond) ?? mostAsSoon(trial);
}

/** Between two batches of a busy machine, which stretches them, there still is a gap: this much from one response to the next. */
const WIDE = 1.25;
/** The last of a stretched batch over its first: the next comes at twice the service time. */
const STRETCHED = 1.6;

/** The responses before the first wide gap, where they are as many as a batch has and all came at the beginning. */
function beforeGap(trial: TrialRecord, perSecond: number): FirstBatch | null {
  const { series, load, responseTimeMs } = trial;
  const { min } = responseTimeMs.observed;
  const responses = responseCounts(trial);
  const isClosed = load.loop === 'closed' && load.rampMs + load.warmupMs + load.thinkTimeMs === 0;
  if (responses === undefined || series === null || min === null || !isClosed) return null;
  const gap = responses.findIndex(([duration], index) => {
    const next = responses[index + 1]?.[0];
    return next !== undefined && next >= duration * WIDE;
  });
  const end = responses[gap]?.[0];
  if (end === undefined || series.intervalMs > min / 2) return null;
  const last = microsecondsToMilliseconds(end);
  if (last > min * STRETCHED) return null;
  const [count, ms] = [countUpTo(responses, last), meanUpTo(responses, last)];
  const held = (perSecond * ms) / 1_000;
  const isBatch =
    held >= HELD_AT_LEAST && count >= Math.max(2, MOST_OF_IT * held) && count <= load.connections;
  return isBatch && endedBy(series, last) >= count * MOST_OF_IT ? { count, ms } : null;
}

/** The median response time over the least, where most requests are answered as soon as the first. */
const AS_SOON = 1.2;
/** Of fewer responses the median is one of the first. */
const TELLING_MEDIAN = 10;

/**
 * Where requests wait for one another the first ones, which do not, are answered sooner than most. A server may be
 * so slow at its beginning that a batch trickles in: it had no batches, then, if most took no longer than the first.
 */
function mostAsSoon({ responseTimeMs, load }: TrialRecord): FirstBatch | null {
  const { count, min, p50 } = responseTimeMs.observed;
  if (count < TELLING_MEDIAN || min === null || p50 === null || load.rampMs + load.warmupMs > 0) return null;
  return p50 <= min * AS_SOON ? { count: null, ms: p50 } : null;
}

function answeredTogether(trial: TrialRecord, perSecond: number): FirstBatch | null {
  const { series, responseTimeMs, load } = trial;
  const least = responseTimeMs.observed.min;
  if (least === null || load.rampMs + load.warmupMs > 0) return null;
  const held = (perSecond * least) / 1_000;
  if (held < HELD_AT_LEAST) return null;
  const expected = Math.max(1, Math.floor(MOST_OF_IT * Math.min(held, load.connections)));
  const responses = responseCounts(trial);
  if (responses === undefined) return null;
  if (load.loop === 'closed' && series !== null && series.intervalMs <= least / 2) {
    const count = endedBy(series, least * NEAR);
    const isBatch = count >= expected && count <= load.connections;
    return isBatch ? { count, ms: meanUpTo(responses, least * NEAR) } : null;
  }
  const count = countUpTo(responses, least * VERY_NEAR);
  const next = countUpTo(responses, least * NEAR) - count;
  if (count < Math.max(TELLING, expected) || next > count * GAP) return null;
  return { count, ms: meanUpTo(responses, least * VERY_NEAR) };
}

/** Requests that were answered by the end of the interval that a time lies in. */
function endedBy({ intervalMs, completed }: NonNullable<TrialRecord['series']>, ms: number): number {
  return completed.slice(0, Math.ceil(ms / intervalMs)).reduce((sum, count) => sum + count, 0);
}

function upTo(responses: readonly DurationCount[], ms: number): DurationCount[] {
  return responses.filter(([duration]) => microsecondsToMilliseconds(duration) <= ms);
}

const countUpTo = (responses: readonly DurationCount[], ms: number): number =>
  upTo(responses, ms).reduce((sum, [, count]) => sum + count, 0);

function meanUpTo(responses: readonly DurationCount[], ms: number): number {
  const sum = upTo(responses, ms).reduce(
    (total, [duration, count]) => total + microsecondsToMilliseconds(duration) * count,
    0,
  );
  return sum / Math.max(1, countUpTo(responses, ms));
}
