import type { DurationCount } from '../samples/duration-counts.ts';
import { recordedSince } from '../samples/histogram.ts';
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
  /** How many were answered together. */
  readonly count: number;
  /** Their mean response time. */
  readonly ms: number;
}

/** Responses up to this much later than the first are answered with it. */
const NEAR = 1.25;
const VERY_NEAR = 1.1;
/** Of what the first batch should be, so much is enough: some of a batch may be held up by the machine. */
const MOST_OF_IT = 0.6;
/** Where response times come in batches, next to nothing lies between the first and the next. */
const GAP = 0.1;
/** A server that does fewer at once does none most of the time: what is least there is not its service time. */
const HELD_AT_LEAST = 0.5;

/**
 * The first batch, where the first responses show the service time: where all requests take the same, as many as
 * can be held at once are answered together, one service time after the load began, and nothing is answered sooner. The
 * least of response times that vary is an accident, and not followed by a batch.
 * @param perSecond its throughput
 * @returns null where the first responses do not show it
 */
export function firstBatch(trial: TrialRecord, perSecond: number): FirstBatch | null {
  const { histograms, series, responseTimeMs, load } = trial;
  const least = responseTimeMs.observed.min;
  if (histograms === null || least === null || load.rampMs + load.warmupMs > 0) return null;
  const held = (perSecond * least) / 1_000;
  if (held < HELD_AT_LEAST) return null;
  const expected = Math.max(1, MOST_OF_IT * Math.min(held, load.connections));
  const responses = recordedSince(histograms.observed, undefined);
  const isClosed = load.loop === 'closed' && load.thinkTimeMs === 0;
  const together = isClosed ? endedBy(series, least * NEAR) : null;
  if (together !== null && together >= expected && together <= load.connections)
    return { count: together, ms: meanUpTo(responses, least * NEAR) };
  const near = countUpTo(responses, least * VERY_NEAR);
  const next = countUpTo(responses, least * NEAR) - near;
  if (near < expected || next > near * GAP) return null;
  return { count: near, ms: meanUpTo(responses, least * VERY_NEAR) };
}

/** Requests that were answered by a time; null where the intervals of the series are too long to say. */
function endedBy(series: TrialRecord['series'], ms: number): number | null {
  if (series === null || series.intervalMs > ms - ms / NEAR) return null;
  const intervals = Math.floor(ms / series.intervalMs);
  return series.completed.slice(0, intervals).reduce((sum, count) => sum + count, 0);
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
