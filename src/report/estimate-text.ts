import type { Estimate } from '../samples/interval.ts';

/** Ratios from here on, and below its inverse, read better as a multiple than as a change in percent. */
const MULTIPLE = 1.5;
const MINUS = '\u2212';
const MOST_DIGITS = 6;

/**
 * An estimate with its interval, such as `9.98 [9.97, 10.00]`: three digits, or as many more as the interval can bear.
 * @returns null where there is no estimate
 */
export function estimateText({ estimate, low, high }: Estimate): string | null {
  if (estimate === null) return null;
  const size = Math.abs(estimate);
  const fewest = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  const digits = Math.min(fewest + 2, Math.max(fewest, digitsOfHalfWidth(low, high) ?? 0));
  return withInterval({ estimate, low, high }, '', (value) => plainText(value, digits));
}

/** A ratio with its interval as a change, such as `−0.1 % [−0.6, +0.4]`, or where it is large as a multiple. */
export function ratioText(ratio: Estimate): string | null {
  const { estimate, low, high } = ratio;
  if (estimate === null) return null;
  if (estimate >= MULTIPLE || estimate <= 1 / MULTIPLE) return multipleText(ratio);
  const percent = { estimate: percentChange(estimate), low: percentChange(low), high: percentChange(high) };
  const fewest = (digitsOfHalfWidth(percent.low, percent.high) ?? 1) > 1 ? 2 : 1;
  return withInterval(percent, ' %', (value) => signedText(value, fewest));
}

const percentChange = (ratio: number | null): number | null => (ratio === null ? null : (ratio - 1) * 100);

/** A ratio with its interval as a multiple, such as `2.50 × [2.48, 2.52]`. */
export function multipleText({ estimate, low, high }: Estimate): string | null {
  if (estimate === null) return null;
  const fewest = Math.max(estimate >= 9.995 ? 1 : 2, 1 - Math.floor(Math.log10(estimate)));
  const digits = Math.min(fewest + 1, Math.max(fewest, digitsOfHalfWidth(low, high) ?? 0));
  return withInterval({ estimate, low, high }, ' ×', (value) => plainText(value, digits));
}

/** A share such as the margin, as its author wrote it: `5 %`. */
export const shareText = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

function withInterval(
  { estimate, low, high }: Estimate,
  unit: string,
  text: (value: number) => string,
): string {
  const interval = low === null || high === null ? '' : ` [${text(low)}, ${text(high)}]`;
  return `${text(estimate ?? 0)}${unit}${interval}`;
}

/** Digits after the point that show the first digit of the half-width; undefined where there is none to speak of. */
function digitsOfHalfWidth(low: number | null, high: number | null): number | undefined {
  if (low === null || high === null) return undefined;
  const digits = -Math.floor(Math.log10((high - low) / 2));
  return digits > MOST_DIGITS ? undefined : digits;
}

function plainText(value: number, digits: number): string {
  const [whole = '', ...fraction] = value.toFixed(digits).split('.');
  return [whole.replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, ','), ...fraction].join('.');
}

/** With its sign, but for what reads as nothing. */
function signedText(percent: number, digits: number): string {
  const size = plainText(Math.abs(percent), digits);
  if (!/[1-9]/.test(size)) return size;
  return `${percent < 0 ? MINUS : '+'}${size}`;
}
