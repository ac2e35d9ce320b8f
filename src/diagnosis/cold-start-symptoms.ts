import { median } from '../samples/median.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/** A beginning that was not like the rest. */
export interface ColdStart {
  /** How long it was. */
  readonly cutMs: number;
  readonly windowMs: number;
  /** Medians of the intervals' response times, in the beginning and after it. */
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** Of the trials that had one, the one with the median length; undefined where no more than half of them had. */
export function coldStart(trials: readonly TrialRecord[]): ColdStart | undefined {
  const seen = trials
    .flatMap((trial) => ofTrial(trial) ?? [])
    .toSorted((one, other) => one.cutMs - other.cutMs);
  return seen.length * 2 > trials.length ? seen[Math.floor((seen.length - 1) / 2)] : undefined;
}

/** An interval with a completion: its end, and the logarithm of its response time. */
interface Point {
  readonly endMs: number;
  readonly log: number;
}

/** On either side of the cut. */
const FEWEST = 3;
/** Of the window, the most that is still a beginning. */
const BEGINNING = 0.5;
/** On either side of the middle between the two levels, the share of the intervals that has to lie on its own side. */
const APART = 0.8;

/**
 * The warm-up that `warmUp` cuts away is where a trial is settled, at the level of its end; a machine that is busy
 * with something else can keep a trial from settling ever. Here only one step is sought, large enough to stand out.
 */
function ofTrial({ series, windowMs }: TrialRecord): ColdStart | undefined {
  if (series === null) return undefined;
  const points = series.responseTimeMs.geometricMean.flatMap((time, interval): Point[] =>
    time === null ? [] : [{ endMs: (interval + 1) * series.intervalMs, log: Math.log(time) }],
  );
  const cut = bestCut(points, windowMs * BEGINNING);
  if (cut === undefined) return undefined;
  const logs = points.map(({ log }) => log);
  const [before, after] = [logs.slice(0, cut), logs.slice(cut)];
  const [high, low] = [median(before) ?? 0, median(after) ?? 0];
  const middle = (high + low) / 2;
  const isApart =
    shareOf(before, (log) => log > middle) >= APART && shareOf(after, (log) => log < middle) >= APART;
  if (!isApart) return undefined;
  const cutMs = points[cut - 1]?.endMs ?? 0;
  return { cutMs, windowMs, beforeMs: Math.exp(high), afterMs: Math.exp(low) };
}

const shareOf = (part: readonly number[], isOwn: (log: number) => boolean): number =>
  part.filter(isOwn).length / part.length;

/** The cut that leaves the least variance on its two sides (Fisher 1958, for two groups). */
function bestCut(points: readonly Point[], latestMs: number): number | undefined {
  const total = points.reduce((sum, { log }) => sum + log, 0);
  let best: { cut: number; gain: number } | undefined;
  let sum = 0;
  for (const [index, { log, endMs }] of points.entries()) {
    sum += log;
    const [cut, rest] = [index + 1, points.length - index - 1];
    if (endMs > latestMs) break;
    if (cut < FEWEST || rest < FEWEST) continue;
    const gain = sum ** 2 / cut + (total - sum) ** 2 / rest;
    if (best === undefined || gain > best.gain) best = { cut, gain };
  }
  return best?.cut;
}
