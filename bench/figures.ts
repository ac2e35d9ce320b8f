import { median, spread } from './spread.ts';

/** The median of what was measured; NaN where nothing was. */
export function medianOf(values: readonly number[]): number {
  return median(values.filter((value) => Number.isFinite(value)));
}

/** The median and, in brackets, the range of what was measured; a dash where nothing was. */
export function spreadOf(values: readonly number[], digits: number): string {
  const measured = values.filter((value) => Number.isFinite(value));
  return measured.length === 0 ? '—' : spread(measured, digits);
}

/** `+7`, `−7`, `0`, with commas; a dash where nothing was measured. */
export function signed(value: number, digits = 0): string {
  // Adding 0 makes −0 a 0.
  const rounded = Number(value.toFixed(digits)) + 0;
  if (!Number.isFinite(rounded)) return '—';
  const text = rounded.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${rounded > 0 ? '+' : ''}${text}`.replace('-', '−');
}
