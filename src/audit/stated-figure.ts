/**
 * A figure as somebody printed it: what it was before it was rounded lies in [least, most]. Sums and products of such
 * figures are intervals again (Moore 1966, Interval Analysis, ch. 3), so that no more is held against a table than its
 * digits say. All figures are zero or above.
 */
export interface StatedFigure {
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

/** What a double loses in a few operations, as a share. */
const ARITHMETIC_LOSS = 1e-9;

/** A figure that was not rounded, such as a count. */
export const exact = (value: number): StatedFigure => ({ value, least: value, most: value });

/** A double with more significant digits than this was not rounded by anybody. */
const ROUNDED_DIGITS = 12;

/**
 * A figure that was printed with all digits of a double; or, where it has few behind its point, was rounded to those by
 * whoever passed it on.
 * @param scale what one of the printed unit is in the unit wanted
 */
export function double(value: number, scale = 1): StatedFigure {
  const [whole = '', decimals = ''] = String(value).split('.');
  const isRounded =
    decimals !== '' && !decimals.includes('e') && whole.length + decimals.length <= ROUNDED_DIGITS;
  return isRounded ? rounded(value * scale, scale * 10 ** -decimals.length) : between(value * scale, 0, 0);
}

/** A figure that was rounded to the nearest multiple of `step`. */
export const rounded = (value: number, step: number): StatedFigure => between(value, -step / 2, step / 2);

/** A figure of which what is below `step` was cut off. */
export const cut = (value: number, step: number): StatedFigure => between(value, 0, step);

/** A figure that lies between `value + below` and `value + above`; never below zero. */
export const between = (value: number, below: number, above: number): StatedFigure => ({
  value,
  least: Math.max(0, (value + below) * (1 - ARITHMETIC_LOSS)),
  most: (value + above) * (1 + ARITHMETIC_LOSS),
});

export const sum = (one: StatedFigure, other: StatedFigure): StatedFigure => ({
  value: one.value + other.value,
  least: one.least + other.least,
  most: one.most + other.most,
});

export const product = (one: StatedFigure, other: StatedFigure): StatedFigure => ({
  value: one.value * other.value,
  least: one.least * other.least,
  most: one.most * other.most,
});

/** Undefined where the divisor may be zero. */
export function quotient(numerator: StatedFigure, denominator: StatedFigure): StatedFigure | undefined {
  if (denominator.least <= 0) return undefined;
  return {
    value: numerator.value / denominator.value,
    least: numerator.least / denominator.most,
    most: numerator.most / denominator.least,
  };
}

/** Whether two figures may stand for the same value. */
export const mayBeEqual = (one: StatedFigure, other: StatedFigure): boolean =>
  !isSurelyAbove(one, other) && !isSurelyAbove(other, one);

/** Whether one is above the other whatever their digits hide. */
export const isSurelyAbove = (one: StatedFigure, other: StatedFigure): boolean =>
  one.least * (1 - ARITHMETIC_LOSS) > other.most * (1 + ARITHMETIC_LOSS);
