import { microsecondsToMilliseconds, type Microseconds } from '../units.ts';
import type { DurationCount } from './duration-counts.ts';
import type { ResponseTime } from './response-time-schema.ts';

/**
 * Summarises response times, in ms. Quantiles are the smallest value that at least that share of the
 * requests did not exceed (the inverse of the empirical distribution; Hyndman & Fan 1996, type 1).
 * @param sorted ascending
 * @param beyond how long the longest request without a response is known to have taken; stands where a
 *   quantile is null
 */
export function summariseResponseTimes(
  sorted: readonly DurationCount[],
  beyond: Microseconds | undefined,
): ResponseTime {
  const count = sorted.reduce((sum, [, times]) => sum + times, 0);
  const { mean, stdev } = moments(sorted, count);
  const quantile = (share: number): number | null => quantileOf(sorted, count, share);
  return {
    count,
    mean: toMs(mean),
    stdev: toMs(stdev),
    withinStdevPercent: withinStdev(sorted, count, mean, stdev),
    min: toMs(sorted[0]?.[0]),
    max: toMs(sorted.at(-1)?.[0]),
    p50: quantile(0.5),
    p75: quantile(0.75),
    p90: quantile(0.9),
    p95: quantile(0.95),
    p99: quantile(0.99),
    p999: quantile(0.999),
    beyondMs: count === 0 ? toMs(beyond) : null,
  };
}

/** Those of no request, where nothing is known. */
export const NO_RESPONSE_TIMES: ResponseTime = summariseResponseTimes([], undefined);

interface Moments {
  mean: number | undefined;
  stdev: number | undefined;
}

function moments(sorted: readonly DurationCount[], count: number): Moments {
  if (count === 0) return { mean: undefined, stdev: undefined };
  const mean = sorted.reduce((sum, [duration, times]) => sum + duration * times, 0) / count;
  if (count === 1) return { mean, stdev: 0 };
  const squares = sorted.reduce((sum, [duration, times]) => sum + (duration - mean) ** 2 * times, 0);
  return { mean, stdev: Math.sqrt(squares / (count - 1)) };
}

function withinStdev(
  sorted: readonly DurationCount[],
  count: number,
  mean: number | undefined,
  stdev: number | undefined,
): number | null {
  if (mean === undefined || stdev === undefined) return null;
  const within = sorted.reduce(
    (sum, [duration, times]) => sum + (Math.abs(duration - mean) <= stdev ? times : 0),
    0,
  );
  return (within / count) * 100;
}

function quantileOf(sorted: readonly DurationCount[], count: number, share: number): number | null {
  // The nearest rank; the product is rounded first so that 0.9 × 10 is the 9th, not the 10th.
  const rank = Math.max(1, Math.ceil(Number((share * count).toPrecision(12))));
  let seen = 0;
  for (const [duration, times] of sorted) {
    seen += times;
    if (seen >= rank) return microsecondsToMilliseconds(duration);
  }
  return null;
}

function toMs(value: number | undefined): number | null {
  return value === undefined ? null : microsecondsToMilliseconds(value as Microseconds);
}
