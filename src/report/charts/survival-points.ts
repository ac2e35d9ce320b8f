import { recordedSince } from '../../samples/histogram.ts';
import { mergeSorted, totalCount, type DurationCount } from '../../samples/duration-counts.ts';
import { responseCounts } from '../../samples/response-counts.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { kaplanMeier } from '../../statistics/kaplan-meier.ts';

/** A survival curve as it is drawn: from each point on the share stays until the next. */
export interface SurvivalPoints {
  readonly points: readonly { readonly ms: number; readonly share: number }[];
  /** Where requests left the curve without a response, and how many. */
  readonly censored: readonly { readonly ms: number; readonly share: number; readonly count: number }[];
  readonly completed: number;
  readonly unanswered: number;
}

/** Steps that the eye cannot tell apart are drawn as one. */
const FINEST_SHARE = 1 / 250;
const MOST_MARKS = 12;

/**
 * The share of requests that takes longer than a time, over the trials of a condition together, with those that were
 * never answered in it (Kaplan & Meier 1958). From the stored histograms, so to their 3 digits.
 * @returns undefined where a trial has no histograms, or nothing was sent
 */
export function survivalPoints(trials: readonly TrialRecord[]): SurvivalPoints | undefined {
  if (trials.some(({ histograms }) => histograms === null)) return undefined;
  const completed = merged(trials.map((trial) => responseCounts(trial) ?? []));
  const unanswered = merged(trials.map(({ histograms }) => histograms?.unanswered).map(decodedOnce()));
  const failed = merged(trials.map(({ histograms }) => histograms?.failed).map(decodedOnce()));
  if (totalCount(completed) + totalCount(unanswered) === 0) return undefined;
  const { durations, survival, longest } = kaplanMeier(completed, unanswered, failed);
  const points = [{ ms: 0, share: 1 }];
  for (const [index, duration] of durations.entries()) {
    const share = survival[index] ?? 0;
    const isLast = index === durations.length - 1;
    // Beside the height, the last digit of the time: a tail is long, and low.
    const before = points.at(-1);
    const isFar = duration / 1_000 > (before?.ms ?? 0) * 1.15;
    if (isLast || isFar || (before?.share ?? 1) - share >= FINEST_SHARE)
      points.push({ ms: duration / 1_000, share });
  }
  points.push({ ms: longest / 1_000, share: points.at(-1)?.share ?? 1 });
  return {
    points,
    censored: marks(unanswered, points),
    completed: totalCount(completed),
    unanswered: totalCount(unanswered),
  };
}

/** Decodes, the same text once: most histograms of what failed are the empty one. */
function decodedOnce(): (encoded: string | null | undefined) => readonly DurationCount[] {
  const known = new Map<string, readonly DurationCount[]>();
  return (encoded) => {
    if (encoded == null) return [];
    const counts = known.get(encoded) ?? recordedSince(encoded, undefined);
    known.set(encoded, counts);
    return counts;
  };
}

const merged = (lists: readonly (readonly DurationCount[])[]): readonly DurationCount[] =>
  lists.reduce<readonly DurationCount[]>((sum, one) => (one.length === 0 ? sum : mergeSorted(sum, one)), []);

/** Censored ages in as few places as can be told apart. */
function marks(
  unanswered: readonly DurationCount[],
  points: SurvivalPoints['points'],
): SurvivalPoints['censored'] {
  const longest = (points.at(-1)?.ms ?? 0) / MOST_MARKS;
  const groups = Map.groupBy(unanswered, ([duration]) =>
    longest === 0 ? 0 : Math.round(duration / 1_000 / longest),
  );
  return [...groups.values()].map((group) => {
    const count = totalCount(group);
    const ms = group.reduce((sum, [duration, own]) => sum + duration * own, 0) / count / 1_000;
    return { ms, count, share: shareAt(points, ms) };
  });
}

/** The share that takes longer than a time. */
export function shareAt(points: SurvivalPoints['points'], ms: number): number {
  return points.findLast((point) => point.ms <= ms)?.share ?? 1;
}
