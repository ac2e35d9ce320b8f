import type { CensoredResponseTime } from '../samples/censored-response-time.ts';
import { totalCount, type DurationCount } from '../samples/duration-counts.ts';
import type { Estimate } from '../samples/interval.ts';
import { microsecondsToMilliseconds, type Microseconds, type Milliseconds } from '../units.ts';
import { cumulativeIncidence } from './cumulative-incidence.ts';
import { deltaFactor } from './delta-factor.ts';
import { kaplanMeier } from './kaplan-meier.ts';
import { restrictedMean, type MeanDuration } from './restricted-mean.ts';
import { survivalQuantiles, type DurationQuantile } from './survival-quantiles.ts';

/** Requests by how they ended; each list of durations ascends. */
export interface RequestEnds {
  completed: readonly DurationCount[];
  /** Timed out, or without a response when the window ended: by the age they had reached. */
  unanswered: readonly DurationCount[];
  /** By the age they had reached. */
  failed: readonly DurationCount[];
}

const SHARES = { p50: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999 } as const;

/**
 * Summarises response times over all requests, in ms. A failure counts as censored at its age: the response times are
 * those that requests would have if none failed, and how many do is said beside them (cause-specific; Kalbfleisch &
 * Prentice 2002, § 8.2).
 * @param from when in the window the first of the requests may have started
 */
export function summariseCensored(ends: RequestEnds, from: Milliseconds): CensoredResponseTime {
  const { completed, unanswered, failed } = ends;
  const curve = kaplanMeier(completed, unanswered, failed);
  const mean = restrictedMean(curve);
  const found = survivalQuantiles(curve, Object.values(SHARES));
  const quantiles = Object.fromEntries(
    Object.keys(SHARES).map((name, which) => [name, estimateOf(found[which])]),
  ) as Record<keyof typeof SHARES, Estimate>;
  const isAnyBeyond = found.some(({ estimate, high }) => estimate === undefined || high === undefined);
  return {
    completed: totalCount(completed),
    unanswered: totalCount(unanswered),
    failed: totalCount(failed),
    fromMs: from,
    mean: meanEstimate(mean),
    restrictedToMs: toMs(mean?.restrictedTo),
    ...quantiles,
    beyondMs: isAnyBeyond && curve.longest > 0 ? toMs(curve.longest as Microseconds) : null,
    cumulativeIncidence: cumulativeIncidence(completed, failed, unanswered),
  };
}

function estimateOf(quantile: DurationQuantile | undefined): Estimate {
  return { estimate: toMs(quantile?.estimate), low: toMs(quantile?.low), high: toMs(quantile?.high) };
}

function meanEstimate(found: MeanDuration | undefined): Estimate {
  if (found === undefined) return { estimate: null, low: null, high: null };
  const { mean, variance } = found;
  const factor = deltaFactor(mean, variance);
  const [low, high] = [mean / factor, mean * factor] as [Microseconds, Microseconds];
  return { estimate: toMs(mean), low: toMs(low), high: toMs(high) };
}

const toMs = (duration: Microseconds | undefined): number | null =>
  duration === undefined ? null : microsecondsToMilliseconds(duration);
