import { milliseconds, type Milliseconds } from '../../units.ts';

/** A worker that dies younger than this died early. */
const EARLY_MS = 10_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 30_000;

/** Deaths in a row of workers at one place that had not lived long. */
export function earlyDeathsInARow(before: number, livedMs: Milliseconds): number {
  return livedMs < EARLY_MS ? before + 1 : 0;
}

/** How long to wait before a dead worker is replaced, so that one which dies at its start does not loop hot. */
export function respawnDelay(earlyDeaths: number): Milliseconds {
  if (earlyDeaths === 0) return milliseconds(0);
  return milliseconds(Math.min(FIRST_DELAY_MS * 2 ** (earlyDeaths - 1), LONGEST_DELAY_MS));
}
