import { InvalidArgumentError } from 'commander';
import { parseDuration, type Milliseconds } from '../units.ts';

/** Reads a duration flag; as in wrk, a bare number is in seconds. */
export function durationFlag(text: string): Milliseconds {
  const duration = parseDuration(text, 's');
  if (duration === undefined || duration <= 0)
    throw new InvalidArgumentError('Write a time above zero, such as 250ms, 10s or 1m.');
  return duration;
}

/** Reads a whole number from 1 on. */
export function countFlag(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count))
    throw new InvalidArgumentError('Write a whole number from 1 on.');
  return count;
}

const SI_SCALES: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** Reads a whole number from 1 on, which may have one of wrk's suffixes: `1k`, `1M` or `1G`, in either case. */
export function scaledCountFlag(text: string): number {
  const [, digits = '', suffix = ''] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  const count = Number(digits) * (SI_SCALES[suffix.toLowerCase()] ?? 1);
  if (count < 1 || !Number.isSafeInteger(count))
    throw new InvalidArgumentError('Write a whole number from 1 on, such as 100 or 1k.');
  return count;
}

/** Reads a rate above zero, a second, which may have one of wrk's suffixes: `0.5`, `20k`. */
export function scaledRateFlag(text: string): number {
  const [, digits = '', suffix = ''] = /^(\d+(?:\.\d+)?)([kmg]?)$/i.exec(text) ?? [];
  const rate = Number(digits) * (SI_SCALES[suffix.toLowerCase()] ?? 1);
  if (digits === '' || rate <= 0)
    throw new InvalidArgumentError('Write a number above zero, such as 500, 0.5 or 20k.');
  return rate;
}

/** Reads a number above zero. */
export function positiveFlag(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError('Write a number above zero.');
  return value;
}

/** Reads a seed: a whole number that fits 32 bits. */
export function seedFlag(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > 0xffff_ffff)
    throw new InvalidArgumentError('Write a whole number from 0 to 4294967295.');
  return seed;
}

/** Reads a percentage above zero and below 100, such as `2%` or `0.5 %`, as a share of one. */
export function percentFlag(text: string): number {
  const [, digits = ''] = /^(\d+(?:\.\d+)?) ?%$/.exec(text) ?? [];
  const percent = Number(digits);
  if (digits === '' || percent <= 0 || percent >= 100)
    throw new InvalidArgumentError('Write a percentage above zero, such as 2% or 0.5%.');
  return percent / 100;
}

/** Reads how many trials may go on at once: `auto`, or a whole number from 1 on. */
export function jobsFlag(text: string): 'auto' | number {
  if (text === 'auto') return text;
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count))
    throw new InvalidArgumentError('Write auto, or a whole number from 1 on.');
  return count;
}
