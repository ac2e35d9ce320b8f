import { milliseconds, type Milliseconds } from '../../units.ts';

/** Of all the processors: a trial that shared the machine while more than this was busy is measured again alone. */
export const BUSY_AT_MOST = 0.4;

/**
 * In the mean over this long. What starts another load takes about half a second of a processor, which must not count as
 * a busy machine: of two processors that is 15 % over two seconds. What lasts longer than that, computing, fills it.
 */
export const MEAN_OVER = milliseconds(2_000);

/** So that a mean over that is of four parts, each of 50 ticks a processor. */
export const LOOK_EVERY = milliseconds(500);

/** What a generator thread takes of a processor until it sends: mostly to load its code. Measured: 90 to 150 ms. */
const THREAD_START = milliseconds(150);

/** How much of the machine the start of a load takes, in the mean over that long. */
export function startShare(generatorThreads: number, processors: number): number {
  const took: Milliseconds = milliseconds(THREAD_START * generatorThreads);
  return took / (MEAN_OVER * processors);
}
