/**
 * A number as x86's `long double` holds it: `mantissa` × 2^`exponent`, the mantissa 64 bits wide (or zero).
 * wrk computes in it, and every tenth latency ends in 5 µs: whether 1.235 ms is printed as 1.23 or 1.24 is
 * then decided by a bit that a `double` does not have.
 */
export interface LongDouble {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const MANTISSA_BITS = 64;
const ZERO: LongDouble = { mantissa: 0n, exponent: 0 };

/** Holds a finite number from zero on, without loss. */
export function longDouble(value: number): LongDouble {
  if (value === 0) return ZERO;
  let whole = value;
  let exponent = 0;
  while (!Number.isInteger(whole)) {
    whole *= 2;
    exponent -= 1;
  }
  return rounded(BigInt(whole), 1n, exponent);
}

/** Divides by a whole number and rounds to 64 bits, as the processor does. */
export function divided(value: LongDouble, divisor: number): LongDouble {
  return value.mantissa === 0n ? ZERO : rounded(value.mantissa, BigInt(divisor), value.exponent);
}

export function isAtLeast(value: LongDouble, limit: LongDouble): boolean {
  if (value.mantissa === 0n || limit.mantissa === 0n || value.exponent === limit.exponent)
    return value.mantissa >= limit.mantissa;
  return value.exponent > limit.exponent;
}

/** Prints as C's `%.*Lf` does: an exact tie goes to the even digit, where `toFixed` rounds it up. */
export function fixedText(value: LongDouble, decimals: number): string {
  const scaled = value.mantissa * 10n ** BigInt(decimals);
  const units =
    value.exponent >= 0
      ? scaled << BigInt(value.exponent)
      : quotientToEven(scaled, 1n << BigInt(-value.exponent));
  const digits = units.toString().padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** The value of numerator ÷ denominator × 2^exponent with a mantissa of 64 bits. */
function rounded(numerator: bigint, denominator: bigint, exponent: number): LongDouble {
  const shift = MANTISSA_BITS - bitLength(numerator) + bitLength(denominator);
  // The quotient of the two lengths is right or one bit too long.
  for (const bits of [shift, shift - 1]) {
    const mantissa =
      bits >= 0
        ? quotientToEven(numerator << BigInt(bits), denominator)
        : quotientToEven(numerator, denominator << BigInt(-bits));
    if (bitLength(mantissa) === MANTISSA_BITS) return { mantissa, exponent: exponent - bits };
  }
  // Only rounding up to the next power of two leads here.
  return { mantissa: 1n << BigInt(MANTISSA_BITS - 1), exponent: exponent - shift + 1 };
}

const bitLength = (value: bigint): number => value.toString(2).length;

function quotientToEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twiceRest = (numerator % denominator) * 2n;
  const roundsUp = twiceRest > denominator || (twiceRest === denominator && quotient % 2n === 1n);
  return roundsUp ? quotient + 1n : quotient;
}
