/** A length of time in milliseconds (fractions allowed). */
export type Milliseconds = number & { readonly unit: 'ms' };
/** A length of time, or a point on the monotonic clock, in whole nanoseconds; exact below 2^53 (104 days). */
export type Nanoseconds = number & { readonly unit: 'ns' };
/** A length of time in whole microseconds. */
export type Microseconds = number & { readonly unit: 'us' };

const MILLISECONDS_PER_UNIT = { us: 0.001, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
type DurationUnit = keyof typeof MILLISECONDS_PER_UNIT;

/** Brands a number that is already in milliseconds. */
export const milliseconds = (value: number): Milliseconds => value as Milliseconds;
/** Brands a number that is already in nanoseconds. */
export const nanoseconds = (value: number): Nanoseconds => value as Nanoseconds;

export const millisecondsToNanoseconds = (value: Milliseconds): Nanoseconds =>
  Math.round(value * 1e6) as Nanoseconds;
export const nanosecondsToMilliseconds = (value: Nanoseconds): Milliseconds => (value / 1e6) as Milliseconds;
/** Rounds to the nearest microsecond, so that a mean of many has no bias. */
export const nanosecondsToMicroseconds = (value: Nanoseconds): Microseconds =>
  Math.round(value / 1e3) as Microseconds;
export const millisecondsToMicroseconds = (value: Milliseconds): Microseconds =>
  Math.round(value * 1e3) as Microseconds;
export const microsecondsToMilliseconds = (value: Microseconds): Milliseconds =>
  (value / 1e3) as Milliseconds;
export const millisecondsToSeconds = (value: Milliseconds): number => value / 1e3;

/**
 * Reads `10s`, `250ms`, `1m`, `1.5h` or `500us` as milliseconds; a bare number takes `bareUnit`.
 * @returns undefined when the text is no duration, or has no unit and no `bareUnit` was given
 */
export function parseDuration(text: string, bareUnit?: DurationUnit): Milliseconds | undefined {
  const match = /^(\d+(?:\.\d+)?)(us|ms|s|m|h)?$/.exec(text.trim());
  const unit = (match?.[2] as DurationUnit | undefined) ?? bareUnit;
  if (match === null || unit === undefined) return undefined;
  return (Number(match[1]) * MILLISECONDS_PER_UNIT[unit]) as Milliseconds;
}

/** Prints a duration in its largest unit with at most three significant decimals: `250ms`, `1.5s`, `1m`. */
export function formatDuration(value: Milliseconds): string {
  const unit = largestUnit(value);
  const amount = value / MILLISECONDS_PER_UNIT[unit];
  return `${Number(amount.toPrecision(amount >= 1_000 ? 6 : 4))}${unit}`;
}

function largestUnit(value: number): DurationUnit {
  if (value >= 3_600_000) return 'h';
  if (value >= 60_000) return 'm';
  if (value >= 1_000) return 's';
  return value >= 1 || value === 0 ? 'ms' : 'us';
}
