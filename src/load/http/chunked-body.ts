/** Progress through a chunked body; the numbers are states of `ChunkedBody.feed`. */
const SIZE = 0;
const EXTENSION = 1;
const SIZE_LF = 2;
const DATA = 3;
const DATA_CR = 4;
const DATA_LF = 5;
const TRAILER_START = 6;
const TRAILER = 7;
const TRAILER_LF = 8;
const END_LF = 9;
const DONE = 10;

const CR = 13;
const LF = 10;
const MAX_SIZE_DIGITS = 12;

/** The body goes on beyond the bytes given. */
export const BODY_UNFINISHED = -1;
/** The bytes are not a chunked body. */
export const BODY_MALFORMED = -2;

/** Finds the end of a chunked body (RFC 9112 §7.1), however its bytes are cut. */
export class ChunkedBody {
  #state = SIZE;
  #remaining = 0;
  #digits = 0;

  restart(): void {
    this.#state = SIZE;
    this.#remaining = 0;
    this.#digits = 0;
  }

  /** @returns the offset just after the body, or BODY_UNFINISHED, or BODY_MALFORMED */
  feed(bytes: Uint8Array, start: number, end: number): number {
    let offset = start;
    while (offset < end) {
      if (this.#state === DATA) {
        const taken = Math.min(this.#remaining, end - offset);
        this.#remaining -= taken;
        offset += taken;
        if (this.#remaining === 0) this.#state = DATA_CR;
        continue;
      }
      const next = this.#step(bytes[offset++] ?? 0);
      if (next === BODY_MALFORMED) return BODY_MALFORMED;
      if (next === DONE) return offset;
      this.#state = next;
    }
    return BODY_UNFINISHED;
  }

  #step(byte: number): number {
    switch (this.#state) {
      case SIZE:
        return this.#sizeByte(byte);
      case EXTENSION:
        return byte === CR ? SIZE_LF : byte === LF ? BODY_MALFORMED : EXTENSION;
      case SIZE_LF:
        if (byte !== LF) return BODY_MALFORMED;
        this.#digits = 0;
        return this.#remaining === 0 ? TRAILER_START : DATA;
      case DATA_CR:
        return byte === CR ? DATA_LF : BODY_MALFORMED;
      case DATA_LF:
        return byte === LF ? SIZE : BODY_MALFORMED;
      case TRAILER_START:
        return byte === CR ? END_LF : byte === LF ? BODY_MALFORMED : TRAILER;
      case TRAILER:
        return byte === CR ? TRAILER_LF : byte === LF ? BODY_MALFORMED : TRAILER;
      case TRAILER_LF:
        return byte === LF ? TRAILER_START : BODY_MALFORMED;
      default:
        return byte === LF ? DONE : BODY_MALFORMED;
    }
  }

  #sizeByte(byte: number): number {
    const digit = hexDigit(byte);
    if (digit >= 0) {
      this.#remaining = this.#remaining * 16 + digit;
      return ++this.#digits > MAX_SIZE_DIGITS ? BODY_MALFORMED : SIZE;
    }
    if (this.#digits === 0) return BODY_MALFORMED;
    if (byte === CR) return SIZE_LF;
    return byte === 0x3b || byte === 0x20 || byte === 0x09 ? EXTENSION : BODY_MALFORMED;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
