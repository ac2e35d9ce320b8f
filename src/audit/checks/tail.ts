import { broken, cannotTell, figure, holds, type Bias, type Check, type CheckFigure } from '../check.ts';
import { exact } from '../stated-figure.ts';
import type { StatedLatency, StatedResult } from '../stated-result.ts';
import { quantileName } from './order.ts';

/** A response this near a time-out, as a share of it, is cut there. */
const NEAR = 0.005;

/**
 * What late and unanswered requests do to the longest response times. Late responses that are counted as completed and
 * timed nowhere lie above every quantile: one of a share that they reach into is not the quantile of the completed.
 * Requests that were given up are in none of the figures, and a longest time that is the time-out says where it was cut.
 */
export function tail(result: StatedResult): Check {
  const { latency, lateLeftOut, completed } = result;
  if (latency === null || latency.count === 0) return cannotTell('tail', ['response times']);
  const lateLeast = Math.max(result.timeoutMs ?? 0, latency.maxMs?.least ?? 0);
  const lateShare = completed === null || completed === 0 ? 0 : lateLeftOut / completed;
  const lost = latency.quantiles.filter(({ share, ms }) => share > 1 - lateShare && ms.most < lateLeast);
  const figures: CheckFigure[] = [
    figure('late', 'requests', exact(lateLeftOut)),
    figure('completed', 'requests', exact(completed ?? 0)),
    ...lost.map(({ share, ms }) => figure(quantileName(share), 'ms', ms)),
    figure('lateLeast', 'ms', { value: lateLeast, least: lateLeast, most: null }),
    ...(latency.maxMs === null ? [] : [figure('max', 'ms', latency.maxMs)]),
  ];
  if (lateLeftOut > 0 && lost.length > 0)
    return broken('tail', 'quantilesOfSurvivors', figures, unansweredBias(result));
  const bias = unansweredBias(result) ?? timedUnansweredBias(result, latency) ?? timeoutBias(result, latency);
  return holds('tail', figures, bias);
}

/** Requests that are in no latency figure, of all that ended. */
function unansweredBias({ lateLeftOut, timedOut, completed }: StatedResult): Bias | null {
  const left = lateLeftOut + timedOut;
  if (left === 0 || completed === null) return null;
  return { kind: 'unansweredNotInLatency', percent: (left / (completed + timedOut)) * 100, bound: null };
}

/** Requests that failed and are among the latencies, of all that are: a refused connection looks like a fast response. */
function timedUnansweredBias(
  { completed, failed, timedOut }: StatedResult,
  { count, mayHaveAddedSamples }: StatedLatency,
): Bias | null {
  if (count === null || completed === null || mayHaveAddedSamples) return null;
  const timed = Math.min(count - completed, failed + timedOut);
  return timed > 0 ? { kind: 'unansweredInLatency', percent: (timed / count) * 100, bound: null } : null;
}

/** Tools that time the failed requests too have the time-out as their longest; which is then often whole seconds. */
function timeoutBias({ timeoutMs, failed, errors }: StatedResult, { maxMs }: StatedLatency): Bias | null {
  if (maxMs === null) return null;
  const timeout = timeoutMs ?? Math.floor(maxMs.value / 1_000) * 1_000;
  const isUnanswered = failed > 0 || errors.some(({ count }) => count > 0);
  if (timeout === 0 || (timeoutMs === null && !isUnanswered)) return null;
  const isNear = maxMs.value >= timeout * (1 - NEAR) && maxMs.value <= timeout * (1 + NEAR);
  return isNear ? { kind: 'maximumIsTimeout', percent: null, bound: null } : null;
}
