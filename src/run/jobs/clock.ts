import { setTimeout as delay } from 'node:timers/promises';
import { monotonicNow } from '../../monotonic-clock.ts';
import type { Milliseconds, Nanoseconds } from '../../units.ts';

/** What tells the time, and waits. */
export interface Clock {
  /** On the monotonic clock. */
  now(): Nanoseconds;
  delay(time: Milliseconds): Promise<void>;
}

export const systemClock: Clock = {
  now: monotonicNow,
  delay: async (time) => delay(time),
};
