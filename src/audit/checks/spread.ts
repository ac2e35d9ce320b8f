import { broken, cannotTell, figure, holds, type Check } from '../check.ts';
import type { StatedFigure } from '../stated-figure.ts';
import type { StatedResult } from '../stated-result.ts';

/**
 * How far values within [min, max] can be from their mean. The variance is at most (max − mean) × (mean − min) (Bhatia
 * & Davis 2000, "A better bound on the variance"), that of a sample n ÷ (n − 1) times that; and a median is never
 * further from the mean than the deviation (Hotelling & Solomons 1932, "The limits of a measure of skewness").
 */
export function spread({ latency }: StatedResult): Check {
  if (latency === null) return cannotTell('spread', ['response times']);
  const { meanMs, stdevMs, maxMs, minMs, count, quantiles, quantilesAreEstimates } = latency;
  if (meanMs === null || stdevMs === null || maxMs === null || count === null || count < 2)
    return cannotTell('spread', missingOf(meanMs, stdevMs, maxMs));
  const largest = largestDeviation(meanMs, minMs?.least ?? 0, maxMs.most, count);
  const figures = [
    figure('stdev', 'ms', stdevMs),
    figure('mean', 'ms', meanMs),
    figure('max', 'ms', maxMs),
    figure('largestStdev', 'ms', { value: largest, least: 0, most: largest }),
  ];
  if (stdevMs.least > largest) return broken('spread', 'deviationTooLarge', figures);
  const median = quantilesAreEstimates ? undefined : quantiles.find(({ share }) => share === 0.5)?.ms;
  if (median === undefined || distance(median, meanMs) <= stdevMs.most) return holds('spread', figures);
  return broken('spread', 'medianTooFar', [...figures, figure('p50', 'ms', median)]);
}

function missingOf(...[mean, stdev, max]: (StatedFigure | null)[]): string[] {
  const missing = [
    ...(mean === null ? ['the mean response time'] : []),
    ...(stdev === null ? ['the standard deviation'] : []),
    ...(max === null ? ['the longest response time'] : []),
  ];
  return missing.length > 0 ? missing : ['two responses'];
}

/** The bound is largest where the mean is halfway, as far as its digits allow. */
function largestDeviation(mean: StatedFigure, min: number, max: number, count: number): number {
  const halfway = Math.min(mean.most, Math.max(mean.least, (min + max) / 2));
  const variance = Math.max(0, max - halfway) * Math.max(0, halfway - min);
  return Math.sqrt((variance * count) / (count - 1));
}

/** At least so far are two figures from one another. */
const distance = (one: StatedFigure, other: StatedFigure): number =>
  Math.max(0, one.least - other.most, other.least - one.most);
