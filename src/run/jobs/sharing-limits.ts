import { milliseconds } from '../../units.ts';

/** Of all the processors: a trial that shared the machine while more than this was busy is measured again alone. */
export const BUSY_AT_MOST = 0.4;

/**
 * In the mean over this long. What starts another load takes 0.3 to 0.6 s of a processor, which must not count as a busy
 * machine: over two seconds that is 15 % of two processors. What lasts longer than that, computing, fills it.
 */
export const MEAN_OVER = milliseconds(2_000);

/** So that a mean over that is of four parts, each of 50 ticks a processor. */
export const LOOK_EVERY = milliseconds(500);

/** A load begins beside others only where this is not exceeded before it: its start takes of the rest. */
export const BUSY_BEFORE_START_AT_MOST = BUSY_AT_MOST / 2;
