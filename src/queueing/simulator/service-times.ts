import { meanHold, variationOfHold, type Hold } from '../../plan/hold.ts';
import { totalCount, type DurationCount } from '../../samples/duration-counts.ts';
import { microsecondsToMilliseconds, type Microseconds, type Milliseconds } from '../../units.ts';

/** How long handlers took, as it was measured: what is drawn is one of these. */
export interface MeasuredTimes {
  readonly kind: 'measured';
  /** At least one; ascending. */
  readonly counts: readonly DurationCount[];
}

/** How long handlers take: as a plan says, or as was measured. */
export type ServiceTimes = Hold | MeasuredTimes;

export function meanService(times: ServiceTimes): Milliseconds {
  return times.kind === 'measured'
    ? microsecondsToMilliseconds(meanOf(times.counts) as Microseconds)
    : meanHold(times);
}

/** The standard deviation over the mean. */
export function variationOfService(times: ServiceTimes): number {
  if (times.kind !== 'measured') return variationOfHold(times);
  const { counts } = times;
  const mean = meanOf(counts);
  const squares = counts.reduce((sum, [duration, count]) => sum + count * (duration - mean) ** 2, 0);
  return mean === 0 ? 0 : Math.sqrt(squares / totalCount(counts)) / mean;
}

function meanOf(counts: readonly DurationCount[]): number {
  return counts.reduce((sum, [duration, count]) => sum + count * duration, 0) / totalCount(counts);
}

/** Draws from what was measured, in nanoseconds, by inversion of its distribution (Devroye 1986, III.2). */
export function measuredDraw({ counts }: MeasuredTimes): (uniform: number) => number {
  let total = 0;
  const upTo = Float64Array.from(counts, ([, count]) => (total += count));
  return (uniform) => {
    const rank = uniform * total;
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) > rank) high = middle;
      else low = middle + 1;
    }
    return (counts[low]?.[0] ?? 0) * 1e3;
  };
}
