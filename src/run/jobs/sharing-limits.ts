import { milliseconds, type Milliseconds } from '../../units.ts';

/** Of all the processors: a trial that shared the machine while more than this was busy is measured again alone. */
export const BUSY_AT_MOST = 0.4;

/**
 * In the mean over this long. The start of another load takes some 0.8 s of a processor, nearly all that two have for half
 * a second, and must not count as a busy machine: over two seconds it is 20 %. What lasts, such as computing, fills it.
 */
export const MEAN_OVER = milliseconds(2_000);

/** So that a mean over that is of four parts, each of 50 ticks a processor. */
export const LOOK_EVERY = milliseconds(500);

/** A load is on its way when its window has gone on for so long: then there is a look at the machine that has nothing of its start. */
export const ON_ITS_WAY = milliseconds(LOOK_EVERY * 2);

/** What a generator thread takes of a processor until it sends: mostly to load its code. Of the default plan's four it was 0.75 to 0.95 s. */
const THREAD_START = milliseconds(200);

/** How much of the machine the start of a load takes, in the mean over that long. */
export function startShare(generatorThreads: number, processors: number): number {
  const took: Milliseconds = milliseconds(THREAD_START * generatorThreads);
  return took / (MEAN_OVER * processors);
}
