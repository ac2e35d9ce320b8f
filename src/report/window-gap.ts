import { NOTHING_PERCENT } from '../diagnosis/threshold.ts';

/** A throughput observed below the steady state, and whether the requests in flight at the end are why. */
export interface WindowGap {
  /** The requests that the steady state would have completed in the window, and that were not. */
  readonly missing: number;
  /** By how much the observed one is below, in percent of the steady state. */
  readonly belowPercent: number;
  readonly isInFlight: boolean;
}

export interface WindowFigures {
  readonly observedPerSecond: number;
  readonly steadyPerSecond: number;
  readonly inFlightAtEnd: number;
  readonly windowMs: number;
}

/** @returns undefined when observed and steady throughput do not differ by more than the threshold */
export function windowGap(figures: WindowFigures): WindowGap | undefined {
  const { observedPerSecond, steadyPerSecond, inFlightAtEnd, windowMs } = figures;
  const tolerance = NOTHING_PERCENT / 100;
  if (observedPerSecond >= steadyPerSecond * (1 - tolerance)) return undefined;
  const missing = ((steadyPerSecond - observedPerSecond) * windowMs) / 1_000;
  const belowPercent = (1 - observedPerSecond / steadyPerSecond) * 100;
  return { missing, belowPercent, isInFlight: missing <= inFlightAtEnd * (1 + tolerance) };
}
