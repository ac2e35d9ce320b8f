import type { Nanoseconds } from '../units.ts';
import type { Reading } from './reading.ts';

/** The measurement window, on the monotonic clock. */
export interface ObservationWindow {
  readonly start: Nanoseconds;
  readonly end: Nanoseconds;
}

/** All readings, and which of them say what of a window. */
export interface WindowReadings extends ObservationWindow {
  readonly all: readonly Reading[];
  /** From the last at or before its start to the first at or after its end. */
  readonly around: readonly Reading[];
  /** Those in it, its edges included. */
  readonly within: readonly Reading[];
}

export function windowReadings(all: readonly Reading[], { start, end }: ObservationWindow): WindowReadings {
  const first = all.findLastIndex(({ at }) => at <= start);
  const last = all.findIndex(({ at }) => at >= end);
  return {
    start,
    end,
    all,
    around: all.slice(Math.max(0, first), last === -1 ? undefined : last + 1),
    within: all.filter(({ at }) => at >= start && at <= end),
  };
}

/** From the start of the window, in ms. */
export const offsetMs = ({ start }: ObservationWindow, at: Nanoseconds): number => (at - start) / 1e6;
