import type { Milliseconds } from '../../units.ts';
import type { Hold } from '../hold.ts';

/** A difference below this share of a hold is none: durations are written in round figures. */
const WHOLE = 1e-6;

/** Holds that are drawn from a distribution do not end together. */
export function isWholeNumberOfHolds(duration: Milliseconds, hold: Hold): boolean {
  if (hold.kind !== 'constant' || hold.duration === 0) return false;
  const holds = duration / hold.duration;
  return Math.round(holds) >= 1 && Math.abs(holds - Math.round(holds)) < WHOLE;
}
