// Loaded in every pool thread, so it imports next to nothing.
import { formatDuration, milliseconds, parseDuration, type Milliseconds } from '../units.ts';

/** How long a request is held: always as long, or drawn anew for each request. */
export type Hold =
  | { readonly kind: 'constant'; readonly duration: Milliseconds }
  | { readonly kind: 'exponential'; readonly mean: Milliseconds }
  /** `sigma` is the standard deviation of the hold's natural logarithm. */
  | { readonly kind: 'lognormal'; readonly mean: Milliseconds; readonly sigma: number }
  | { readonly kind: 'uniform'; readonly low: Milliseconds; readonly high: Milliseconds };

/** With a sigma of 10 the mean lies beyond all but one draw in millions: no run would come near it. */
const SIGMA_AT_MOST = 10;

/** What a source of randomness gives: numbers from 0 (included) to 1 (excluded). */
export type Uniform01 = () => number;

export const constantHold = (duration: Milliseconds): Hold => ({ kind: 'constant', duration });

/**
 * Reads `250ms`, `exp:250ms`, `lognormal:250ms:0.8` or `uniform:100ms:400ms`; a bare number takes `bareUnit`.
 * @returns undefined when the text is none of them
 */
export function parseHold(text: string, bareUnit?: 's'): Hold | undefined {
  const [name = '', ...parts] = text.trim().split(':');
  const [first, second, ...rest] = parts;
  if (first === undefined) return constantFrom(lengthFrom(name, bareUnit));
  const one = lengthFrom(first, bareUnit);
  if (one === undefined || rest.length > 0) return undefined;
  switch (name) {
    case 'exp':
      return second === undefined && one > 0 ? { kind: 'exponential', mean: one } : undefined;
    case 'lognormal':
      return lognormalFrom(one, second);
    case 'uniform':
      return uniformFrom(one, lengthFrom(second, bareUnit));
    default:
      return undefined;
  }
}

function constantFrom(length: Milliseconds | undefined): Hold | undefined {
  return length === undefined ? undefined : constantHold(length);
}

function lognormalFrom(mean: Milliseconds, text: string | undefined): Hold | undefined {
  if (text === undefined || !/^\d+(\.\d+)?$/.test(text)) return undefined;
  const sigma = Number(text);
  return mean > 0 && sigma > 0 && sigma <= SIGMA_AT_MOST ? { kind: 'lognormal', mean, sigma } : undefined;
}

function uniformFrom(low: Milliseconds, high: Milliseconds | undefined): Hold | undefined {
  return high !== undefined && low < high ? { kind: 'uniform', low, high } : undefined;
}

function lengthFrom(text: string | undefined, bareUnit?: 's'): Milliseconds | undefined {
  return text === '0' ? milliseconds(0) : parseDuration(text ?? '', bareUnit);
}

/** Writes a hold as `parseHold` reads it; unless told how, its durations are rounded for people. */
export function formatHold(hold: Hold, text: (duration: Milliseconds) => string = formatDuration): string {
  switch (hold.kind) {
    case 'constant':
      return text(hold.duration);
    case 'exponential':
      return `exp:${text(hold.mean)}`;
    case 'lognormal':
      return `lognormal:${text(hold.mean)}:${plainNumber(hold.sigma, SIGMA_DIGITS)}`;
    case 'uniform':
      return `uniform:${text(hold.low)}:${text(hold.high)}`;
  }
}

/** Written to the nanosecond, as programs pass it on: `exp:12.345678ms`. */
export const exactHold = (hold: Hold): string => formatHold(hold, (ms) => `${plainNumber(ms, 6)}ms`);

/** Written in seconds without their unit, to the nanosecond: `0.25`, `exp:0.25`; a constant is what `sleep` takes. */
export const holdInSeconds = (hold: Hold): string => formatHold(hold, (ms) => plainNumber(ms / 1e3, 9));

const SIGMA_DIGITS = 12;

/** Never with an exponent, as String would write 5e-7. */
const plainNumber = (value: number, digits: number): string => value.toFixed(digits).replace(/\.?0+$/, '');

export function meanHold(hold: Hold): Milliseconds {
  switch (hold.kind) {
    case 'constant':
      return hold.duration;
    case 'exponential':
    case 'lognormal':
      return hold.mean;
    case 'uniform':
      return milliseconds((hold.low + hold.high) / 2);
  }
}

/**
 * The standard deviation over the mean. Formulas: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.6.7
 * (exponential), 1.3.6.6.9 (lognormal: √(e^σ² − 1)) and 1.3.6.6.2 (uniform: (high − low)/√12).
 */
export function variationOfHold(hold: Hold): number {
  switch (hold.kind) {
    case 'constant':
      return 0;
    case 'exponential':
      return 1;
    case 'lognormal':
      return Math.sqrt(Math.expm1(hold.sigma ** 2));
    case 'uniform':
      return (hold.high - hold.low) / Math.sqrt(12) / meanHold(hold);
  }
}

/** Multiplies every draw, and with it the mean; the form of the distribution stays. */
export function scaledHold(hold: Hold, factor: number): Hold {
  const scaled = (length: Milliseconds): Milliseconds => milliseconds(length * factor);
  switch (hold.kind) {
    case 'constant':
      return constantHold(scaled(hold.duration));
    case 'exponential':
      return { ...hold, mean: scaled(hold.mean) };
    case 'lognormal':
      return { ...hold, mean: scaled(hold.mean) };
    case 'uniform':
      return { ...hold, low: scaled(hold.low), high: scaled(hold.high) };
  }
}

/**
 * Draws one hold: exponential and uniform by inversion (Devroye, Non-Uniform Random Variate Generation, 1986,
 * II.2); lognormal as e^(μ + σz), where μ = ln mean − σ²/2 because its mean is e^(μ + σ²/2), and z is Box and
 * Muller's normal deviate (Annals of Mathematical Statistics 29, 1958).
 */
export function drawHold(hold: Hold, uniform: Uniform01): Milliseconds {
  switch (hold.kind) {
    case 'constant':
      return hold.duration;
    case 'exponential':
      return milliseconds(hold.mean * -Math.log1p(-uniform()));
    case 'lognormal':
      return milliseconds(hold.mean * Math.exp(hold.sigma * normal(uniform) - hold.sigma ** 2 / 2));
    case 'uniform':
      return milliseconds(hold.low + (hold.high - hold.low) * uniform());
  }
}

/** Box and Muller's second deviate is given away: keeping it would be a state between two draws. */
function normal(uniform: Uniform01): number {
  const radius = Math.sqrt(-2 * Math.log1p(-uniform()));
  return radius * Math.cos(2 * Math.PI * uniform());
}
