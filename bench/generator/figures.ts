import { median, spread } from '../spread.ts';

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
export function signed(value: number): string {
  // Adding 0 makes −0 a 0.
  const rounded = Math.round(value) + 0;
  if (!Number.isFinite(rounded)) return '—';
  return `${rounded > 0 ? '+' : ''}${rounded.toLocaleString('en')}`.replace('-', '−');
}
