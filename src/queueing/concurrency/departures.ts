import { recordedSince } from '../../samples/histogram.ts';
import { microsecondsToMilliseconds } from '../../units.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';

/** How many responses had come by each of some moments of a trial; both ascend. */
export interface Departures {
  /** From the start of the window, in ms. */
  readonly atMs: readonly number[];
  readonly counts: readonly number[];
  /** The moments are those of the responses themselves, and not the ends of intervals. */
  readonly isExact: boolean;
}

/** All requests of it were sent at once, and no more came after them: each response time is the moment of a departure. */
export const isBurst = ({ load }: TrialRecord): boolean =>
  load.requests !== null && load.requests <= load.connections;

/**
 * The departures of a trial in which all connections sent their first request as the window began: of a burst from its response
 * times, else from the series.
 * @returns undefined where the record does not have them
 */
export function departuresOf(trial: TrialRecord): Departures | undefined {
  if (isBurst(trial) && trial.histograms !== null) return ofBurst(trial.histograms.observed);
  const { series, windowMs } = trial;
  if (series === null) return undefined;
  const [atMs, counts]: [number[], number[]] = [[], []];
  let total = 0;
  for (const [place, completed] of series.completed.entries()) {
    total += completed;
    atMs.push(Math.min(windowMs, (place + 1) * series.intervalMs));
    counts.push(total);
  }
  return { atMs, counts, isExact: false };
}

function ofBurst(histogram: string): Departures {
  const [atMs, counts]: [number[], number[]] = [[], []];
  let total = 0;
  for (const [duration, count] of recordedSince(histogram, undefined)) {
    total += count;
    atMs.push(microsecondsToMilliseconds(duration));
    counts.push(total);
  }
  return { atMs, counts, isExact: true };
}

/** The last moment by `at` of which the count is known, and the count. */
export function departedBy({ atMs, counts, isExact }: Departures, at: number): { at: number; count: number } {
  let [low, high] = [0, atMs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((atMs[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const count = counts[low - 1] ?? 0;
  return { at: isExact ? at : (atMs[low - 1] ?? 0), count };
}

/** The last known moment by which no more than so many had departed; 0 where there is none. */
export function momentBefore({ atMs, counts }: Departures, count: number): number {
  const place = counts.findIndex((reached) => reached > count);
  return place < 0 ? (atMs.at(-1) ?? 0) : (atMs[place - 1] ?? 0);
}
