import { divided, fixedText, isAtLeast, longDouble, type LongDouble } from './long-double.ts';

interface UnitScale {
  readonly step: number;
  readonly base: string;
  /** What each step on is called. */
  readonly larger: readonly string[];
}

// wrk stops one unit short of each of its lists: it knows hours and never prints them.
const MICROSECONDS: UnitScale = { step: 1_000, base: 'us', larger: ['ms'] };
const SECONDS: UnitScale = { step: 60, base: 's', larger: ['m'] };
const BINARY: UnitScale = { step: 1_024, base: '', larger: ['K', 'M', 'G', 'T'] };
const METRIC: UnitScale = { step: 1_000, base: '', larger: ['k', 'M', 'G', 'T'] };
/** The next unit is taken from this share of it on. */
const SWITCH_OVER = 0.85;
const ONE_SECOND = longDouble(1_000_000);

/** Prints one of wrk's statistics. */
export type WrkFormat = (value: number) => string;

/** A latency in microseconds, such as `850.00us`, `0.85ms`, `1.02s` or `0.85m`. */
export function wrkTime(microseconds: number): string {
  const value = longDouble(microseconds);
  return isAtLeast(value, ONE_SECOND)
    ? unitText(divided(value, 1_000_000), SECONDS, 2)
    : unitText(value, MICROSECONDS, 2);
}

/** A duration in seconds without decimals, such as `50s` or `1m`. */
export const wrkDuration = (seconds: number): string => unitText(longDouble(seconds), SECONDS, 0);
/** A number of bytes without its B, such as `486.37` or `28.52K`. */
export const wrkBinary = (bytes: number): string => unitText(longDouble(bytes), BINARY, 2);
/** A plain number, such as `32.61` or `1.20k`. */
export const wrkMetric = (value: number): string => unitText(longDouble(value), METRIC, 2);

/** Sets a statistic in its column: right-aligned, cut to the width, blanks in place of missing unit letters. */
export function wrkColumn(text: string, width: number): string {
  let blanks = 2;
  if (/[a-z]$/i.test(text)) blanks -= 1;
  if (/[a-z].$/i.test(text)) blanks -= 1;
  const room = width - blanks;
  return text.slice(0, room).padStart(room) + ' '.repeat(blanks);
}

function unitText(value: LongDouble, scale: UnitScale, decimals: number): string {
  const switchOver = longDouble(scale.step * SWITCH_OVER);
  let amount = value;
  let unit = scale.base;
  for (const larger of scale.larger) {
    if (!isAtLeast(amount, switchOver)) break;
    amount = divided(amount, scale.step);
    unit = larger;
  }
  return fixedText(amount, decimals) + unit;
}
