import { broken, cannotTell, figure, holds, type Check } from '../check.ts';
import type { StatedLatency, StatedResult } from '../stated-result.ts';

/** Tools take a quantile from the rank below or above, or between the two. */
const RANKS_OFF = 2;

/**
 * Between two quantiles lies a known share of the requests, none of them faster than the lower and none slower than the
 * upper quantile: that bounds the mean from both sides.
 */
export function meanAndQuantiles({ latency }: StatedResult): Check {
  if (latency === null) return cannotTell('meanAndQuantiles', ['response times']);
  const { meanMs, maxMs, count, quantiles, quantilesAreEstimates } = latency;
  if (quantilesAreEstimates)
    return cannotTell('meanAndQuantiles', ['exact quantiles: the tool only estimates them']);
  if (meanMs === null || maxMs === null || count === null || count === 0 || quantiles.length === 0)
    return cannotTell('meanAndQuantiles', ['the mean, the longest response time and quantiles']);
  const slack = (RANKS_OFF / count) * maxMs.most;
  const bounds = boundsOf(latency, maxMs.most);
  const [least, most] = [Math.max(0, bounds.least - slack), bounds.most + slack];
  const figures = [
    figure('mean', 'ms', meanMs),
    figure('meanLeast', 'ms', { value: least, least, most: least }),
    figure('meanMost', 'ms', { value: most, least: most, most }),
  ];
  return meanMs.most < least || meanMs.least > most
    ? broken('meanAndQuantiles', 'meanOutsideQuantiles', figures)
    : holds('meanAndQuantiles', figures);
}

function boundsOf({ quantiles, minMs }: StatedLatency, max: number): { least: number; most: number } {
  let [least, most] = [0, 0];
  let below = { share: 0, least: minMs?.least ?? 0 };
  for (const { share, ms } of quantiles) {
    least += (share - below.share) * below.least;
    most += (share - below.share) * ms.most;
    below = { share, least: ms.least };
  }
  return { least: least + (1 - below.share) * below.least, most: most + (1 - below.share) * max };
}
