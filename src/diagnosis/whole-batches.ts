import type { Hold } from '../plan/hold.ts';

/** With more batches than this their ends have blurred into one another. */
const TELLING_BATCHES = 50;
/** A window this near to a whole number of holds, as a share of it, is one. */
const WHOLE = 1e-4;
/** Each batch may take so much longer than its hold; where that decides, the count is left open. */
const OVERHEAD = 0.01;

/**
 * Where all holds are alike, requests that start together end together, a hold later, and the next begin: how many
 * such batches end within a window that begins with the first. The last of a whole number of holds is missed, as
 * each takes a little longer than its hold.
 * @returns null where it is decided by milliseconds, or where there are no batches
 */
export function wholeBatches(windowMs: number, hold: Hold): number | null {
  if (hold.kind !== 'constant' || hold.duration === 0) return null;
  const holds = windowMs / hold.duration;
  const nearest = Math.round(holds);
  const batches = Math.abs(holds - nearest) <= WHOLE * nearest ? nearest - 1 : Math.floor(holds);
  const isDecided = holds - batches > OVERHEAD * batches;
  return batches >= 1 && batches <= TELLING_BATCHES && isDecided ? batches : null;
}
