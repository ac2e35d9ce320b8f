import { rounded, type StatedFigure } from '../stated-figure.ts';
import { DECIMAL } from './printed-number.ts';

const GO_UNITS = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
  ['µs', 1e-3],
  ['ns', 1e-6],
] as const;
const GO_DURATION = new RegExp(`(${DECIMAL})(h|ms|m|s|µs|us|ns)`, 'g');

/**
 * Reads a duration as Go prints it (`1m30.5s`, `762.632µs`) in ms. From vegeta 12 on it is rounded to the unit below its
 * own: 30.0012 s to `30.001s`, 1 m 30.4 s to `1m30s`. Trailing zeros are not printed, so the digits do not tell.
 */
export function goDuration(text: string | undefined): StatedFigure | undefined {
  if (text === undefined || text.length > 40) return undefined;
  const parts = [...text.matchAll(GO_DURATION)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  const value = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * unitMs(unit), 0);
  const below = GO_UNITS[GO_UNITS.findIndex(([, ms]) => value >= ms) + 1]?.[1] ?? 1e-6;
  return rounded(value, below);
}

const unitMs = (unit: string | undefined): number =>
  GO_UNITS.find(([name]) => name === (unit === 'us' ? 'µs' : unit))?.[1] ?? 0;
