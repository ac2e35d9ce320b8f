import { rounded, type StatedFigure } from '../stated-figure.ts';

/** Digits as tools print them; more than these are no figure of a load. */
export const DECIMAL = String.raw`\d{1,15}(?:\.\d{1,15})?`;

/**
 * Reads a decimal that was rounded to the digits it is printed with.
 * @param scale what one of the printed unit is in the unit wanted
 */
export function printedNumber(text: string, scale = 1): StatedFigure {
  const decimals = text.split('.')[1]?.length ?? 0;
  return rounded(Number(text) * scale, scale * 10 ** -decimals);
}
