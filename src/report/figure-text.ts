import type { Condition } from '../plan/plan.ts';
import { formatDuration, milliseconds } from '../units.ts';

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A count, such as `12,345`; the median of two counts may end in a half. */
export function countText(count: number): string {
  return Number.isInteger(count) ? WHOLE.format(count) : `${WHOLE.format(Math.floor(count))}.5`;
}

/** A number to three digits, and never fewer than stand before its point: `3.33`, `33.3`, `12,345`. */
export function figureText(value: number): string {
  const size = Math.abs(value);
  if (size >= 99.95) return WHOLE.format(value);
  return value.toFixed(size >= 9.995 ? 1 : 2);
}

export const rateText = (perSecond: number): string => `${figureText(perSecond)}/s`;
/** A length of time in its own unit, such as `17.14s`. */
export const timeText = (ms: number): string => formatDuration(milliseconds(ms));

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** An amount of memory in decimal units, such as `12.5 MB`. */
export function bytesText(bytes: number): string {
  const size = Math.abs(bytes);
  const place = Math.min(BYTE_UNITS.length - 1, size < 1 ? 0 : Math.floor(Math.log10(size) / 3));
  return `${figureText(bytes / 1_000 ** place)} ${BYTE_UNITS[place] ?? 'B'}`;
}

/** A share given in percent, without its sign: `0.4 %`, `46 %`, `under 0.1 %`. */
export function percentText(percent: number): string {
  const size = Math.abs(percent);
  if (size < 0.05) return size === 0 ? '0 %' : 'under 0.1 %';
  return `${size.toFixed(size < 9.95 ? 1 : 0)} %`;
}

/** A share in percent to a tenth, as of a bias that is known to it: `16.7 %`. */
export const biasText = (percent: number): string => `${percent.toFixed(1)} %`;

/** A bound in percent, rounded up so that it holds as it is written. */
export const percentBoundText = (percent: number): string =>
  percentText(Math.ceil(Math.abs(percent) * 10 - 1e-6) / 10);

/** A noun with its number: `1 trial`, `8 trials`. */
export function countedNoun(count: number, noun: string, plural = `${noun}s`): string {
  return `${countText(count)} ${count === 1 ? noun : plural}`;
}

/** One figure, or the two ends of a range that do not read the same. */
export function rangeText(range: Range, text: (value: number) => string): string {
  const [least, most] = [text(range.least), text(range.most)];
  return least === most ? least : `${least} to ${most}`;
}

export interface Range {
  readonly least: number;
  readonly most: number;
}

/** The range of a list that has at least one value. */
export function rangeOf(values: readonly number[]): Range {
  return { least: Math.min(...values), most: Math.max(...values) };
}

/** `workers 1, threads 4, endpoint /sync`. */
export function conditionText(condition: Condition): string {
  return Object.entries(condition)
    .map(([factor, level]) => `${factor} ${level}`)
    .join(', ');
}

/** `a, b and c`. */
export function listText(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** ` under pool and loop`; nothing where it need not be said. */
export const underText = (workerClasses: readonly string[]): string =>
  workerClasses.length === 0 ? '' : ` under ${listText(workerClasses)}`;

/** `20 connect:ECONNREFUSED, 3 read:ECONNRESET`, the most frequent first. */
export function countsByKindText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted(([, one], [, other]) => other - one)
    .map(([kind, count]) => `${countText(count)} ${kind}`)
    .join(', ');
}
