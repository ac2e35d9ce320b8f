/** A thread may be put aside between two readings; the closest of so many pairs counts. */
const READINGS = 20;

/**
 * CLOCK_MONOTONIC, in ms, when this thread's `performance.now()` was 0: what is to be added to make the times of
 * several threads comparable.
 */
export function clockOrigin(): number {
  let best = { gap: Infinity, origin: 0 };
  for (let reading = 0; reading < READINGS; reading += 1) {
    const before = performance.now();
    const monotonic = Number(process.hrtime.bigint()) / 1e6;
    const gap = performance.now() - before;
    if (gap < best.gap) best = { gap, origin: monotonic - before - gap / 2 };
  }
  return best.origin;
}
