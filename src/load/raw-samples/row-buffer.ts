import type { Nanoseconds } from '../../units.ts';

const ZERO = 48;
const POINT = 46;
const MINUS = 45;
const FRACTION_DIGITS = 6;

/** Bytes of text in the making. Hot: written byte by byte, without a string a number, so that rows leave no garbage. */
export class RowBuffer {
  readonly #bytes: Buffer;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
  }

  get text(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  get length(): number {
    return this.#length;
  }

  /** How many bytes there is room for. */
  get room(): number {
    return this.#bytes.length - this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  /** Short pieces: for those a loop is quicker than a call of `set`. */
  put(piece: Uint8Array): void {
    const bytes = this.#bytes;
    let length = this.#length;
    for (let index = 0; index < piece.length; index++) bytes[length++] = piece[index] ?? 0;
    this.#length = length;
  }

  /** @param value a whole number from 0 on */
  putCount(value: number): void {
    if (value < 1e9) this.#putDigits(value, digitsOf(value));
    else this.#length += this.#bytes.write(String(value), this.#length, 'latin1');
  }

  /** Writes a duration in milliseconds, with six decimals. */
  putMilliseconds(duration: Nanoseconds): void {
    let left: number = Math.round(duration);
    if (left < 0) {
      this.#bytes[this.#length++] = MINUS;
      left = -left;
    }
    const whole = Math.floor(left / 1e6);
    this.putCount(whole);
    this.#bytes[this.#length++] = POINT;
    this.#putDigits(left - whole * 1e6, FRACTION_DIGITS);
  }

  /** From the last digit to the first, in 32 bits. */
  #putDigits(value: number, digits: number): void {
    const bytes = this.#bytes;
    let left = value | 0;
    for (let place = this.#length + digits - 1; place >= this.#length; place--) {
      const rest = (left / 10) | 0;
      bytes[place] = ZERO + left - rest * 10;
      left = rest;
    }
    this.#length += digits;
  }
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let power = 10; power <= value; power *= 10) digits++;
  return digits;
}
