/** What starting and stopping a server is taken to cost until a trial has shown it. */
const ASSUMED_OVERHEAD_MS = 3_000;
/** Judged by less than this of a trial, the rest of the run would be anything. */
const LEAST_DONE = 0.1;

/** How far the trials of a run have come. */
export interface TrialsSoFar {
  /** Since the run was started. */
  readonly sinceStartMs: number;
  /** That there are to be. */
  readonly trials: number;
  readonly finished: number;
  /** Those that are loaded now. */
  readonly loads: readonly LoadSoFar[];
}

export interface LoadSoFar {
  /** All of it, ramp and warm-up included. */
  readonly lastsMs: number;
  readonly restMs: number;
}

/** How long a run will still take, in ms, judged by the trials so far; undefined where there is none to judge by. */
export function timeLeft({ sinceStartMs, trials, finished, loads }: TrialsSoFar): number | undefined {
  const slowest = loads.toSorted((one, other) => other.restMs - one.restMs)[0];
  // Where all that is left goes on already, it takes as long as the slowest.
  if (slowest !== undefined && finished + loads.length >= trials)
    return slowest.restMs + ASSUMED_OVERHEAD_MS * loads.length;
  const done = finished + loads.reduce((sum, { lastsMs, restMs }) => sum + 1 - restMs / lastsMs, 0);
  if (finished > 0) return Math.max(0, trials - done) * (sinceStartMs / Math.max(done, LEAST_DONE));
  if (slowest === undefined) return undefined;
  return (trials - done) * ((slowest.lastsMs + ASSUMED_OVERHEAD_MS) / loads.length);
}
