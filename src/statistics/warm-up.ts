import { median } from '../samples/median.ts';
import type { Series, WarmUp } from '../samples/series-schema.ts';
import { changePoints } from './change-points.ts';
import { longRunVariance, shortRunVariance } from './series-noise.ts';

/** Fewer intervals than this, or a window of fewer typical response times, say nothing of when a trial settled. */
const FEWEST = 12;
/** Of a change, in variances of the noise and logarithms of the length: 2 is Yao's (1988), which takes noise too readily for a change here. */
const PENALTY = 5;
/** Noise below this is taken for as much: response times in a series are right to 1.6 %. */
const LEAST_DEVIATION = 0.01;
/** Levels of the response time that differ by less than this are the same. */
const SAME = Math.log(1.05);
/** Of the window, what has to be left after the cut. */
const SETTLED_AT_LEAST = 0.5;
/** On each side of an interval, so many are looked at to tell whether it is an outlier. */
const NEIGHBOURS = 3;
const OUTLIER_DEVIATIONS = 3;

/**
 * When a trial settled: from where on the response time of its intervals stays at its last level. Levels are the
 * segments between the change-points of its logarithm, as in Barrett et al. (2017), with a penalty in units of the
 * series' own noise. An interval's response time is its geometric mean: a median jumps to and fro where there are two
 * kinds of response, and in a plain mean the slowest have all the say. A spike of an interval or two, such as a stall,
 * is no change of level; at the beginning it is.
 * @param windowMs the length of the window
 */
export function findWarmUp({ intervalMs, responseTimeMs }: Series, windowMs: number): WarmUp {
  const points = responseTimeMs.geometricMean.flatMap((time, interval) =>
    time === null ? [] : [{ interval, time }],
  );
  const typical = middle(points.map(({ time }) => time));
  if (points.length < FEWEST || windowMs < FEWEST * typical) return { state: 'tooShort', cutMs: 0 };
  const first = settledFrom(points.map(({ time }) => Math.log(time)));
  const cutMs = first === 0 ? 0 : (points[first]?.interval ?? 0) * intervalMs;
  return windowMs - cutMs < SETTLED_AT_LEAST * windowMs
    ? { state: 'neverSettled', cutMs: 0 }
    : { state: 'settled', cutMs };
}

/** Where the last level begins; levels next to it that are about the same belong to it. */
function settledFrom(levels: readonly number[]): number {
  const variance = Math.max(longRunVariance(levels), LEAST_DEVIATION ** 2);
  const smooth = withoutSpikes(levels);
  const begins = [0, ...changePoints(smooth, PENALTY * Math.log(levels.length) * variance)];
  const segments = begins.map((begin, index) => ({
    begin,
    level: mean(smooth.slice(begin, begins[index + 1])),
  }));
  const last = segments.at(-1)?.level ?? 0;
  const different = segments.findLastIndex(({ level }) => Math.abs(level - last) > SAME);
  return segments[different + 1]?.begin ?? 0;
}

/** Puts the median of its neighbours in the place of each outlier among them (Hampel 1974), but for the first few. */
function withoutSpikes(levels: readonly number[]): number[] {
  const most = OUTLIER_DEVIATIONS * Math.max(Math.sqrt(shortRunVariance(levels)), LEAST_DEVIATION);
  return levels.map((level, index) => {
    const centre = middle(levels.slice(Math.max(0, index - NEIGHBOURS), index + NEIGHBOURS + 1));
    return index >= NEIGHBOURS && Math.abs(level - centre) > most ? centre : level;
  });
}

/** 0 of nothing. */
const middle = (values: readonly number[]): number => median(values) ?? 0;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
