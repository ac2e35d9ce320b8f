import { milliseconds, type Milliseconds } from '../units.ts';

const FIRST = 10;
const LONGEST = 1_000;

/** How long a connection rests before it is opened again: doubles with each failure in a row, up to 1 s. */
export function reconnectDelay(failuresInARow: number): Milliseconds {
  return milliseconds(Math.min(LONGEST, FIRST * 2 ** Math.min(failuresInARow - 1, 20)));
}
