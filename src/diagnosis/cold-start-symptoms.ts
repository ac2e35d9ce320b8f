import { median } from '../samples/median.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/** A beginning that was not like the rest. */
export interface ColdStart {
  /** How long it was. */
  readonly cutMs: number;
  readonly windowMs: number;
  /** Geometric means of the response times, in the beginning and after it. */
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** Of the trials that had one, the one with the median length; undefined where fewer than half of them had. */
export function coldStart(trials: readonly TrialRecord[]): ColdStart | undefined {
  const seen = trials
    .flatMap((trial) => ofTrial(trial) ?? [])
    .toSorted((one, other) => one.cutMs - other.cutMs);
  return seen.length * 2 > trials.length ? seen[Math.floor((seen.length - 1) / 2)] : undefined;
}

function ofTrial({ warmUp, series, windowMs }: TrialRecord): ColdStart | undefined {
  if (warmUp?.state !== 'settled' || warmUp.cutMs === 0 || series === null) return undefined;
  const cut = Math.round(warmUp.cutMs / series.intervalMs);
  const times = series.responseTimeMs.geometricMean;
  const [beforeMs, afterMs] = [median(times.slice(0, cut)), median(times.slice(cut))];
  return beforeMs === null || afterMs === null
    ? undefined
    : { cutMs: warmUp.cutMs, windowMs, beforeMs, afterMs };
}
