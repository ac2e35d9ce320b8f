import { nanoseconds, type Nanoseconds } from './units.ts';

/**
 * Now, on the clock that every thread and process of this machine shares (CLOCK_MONOTONIC).
 * The tuple form of hrtime is exact in a double for 104 days of uptime and costs about 50 ns.
 */
export function monotonicNow(): Nanoseconds {
  const now = process.hrtime();
  return nanoseconds(now[0] * 1e9 + now[1]);
}
