import { CR, LF, SEMICOLON, skipText, SPACE, TAB } from './characters.ts';
import { FieldSection } from './field-section.ts';
import { MALFORMED, NEEDS_MORE, type ChunkProblem } from './outcome.ts';

/** What the next byte is. */
const SIZE = 0;
const AFTER_SIZE = 1;
const EXTENSION = 2;
const SIZE_LF = 3;
const DATA = 4;
const DATA_CR = 5;
const DATA_LF = 6;
const AFTER_LAST = 7;
const TRAILERS = 8;
const END_LF = 9;

/** Leading zeros are allowed, as many as a server likes up to here. */
const MAX_SIZE_DIGITS = 256;
const MAX_EXTENSION_BYTES = 4_096;
const MAX_TRAILER_BYTES = 65_536;

/** 0 to 15 for the digits of a chunk's size, -1 for all other bytes. */
const HEX_DIGITS = Int8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return /^[0-9a-fA-F]$/.test(character) ? Number.parseInt(character, 16) : -1;
});

/**
 * Finds the end of a chunked body (RFC 9112 §7.1), however its bytes are cut. To the letter, since this is where
 * recipients that are lenient in different ways see different responses: no white space but before an extension, and
 * no bare LF.
 */
export class ChunkedBody {
  problem: ChunkProblem | undefined;
  #state = SIZE;
  /** Bytes that are left of the chunk, or its size as far as it is known. */
  #remaining = 0;
  /** Bytes so far of what has to be bounded: the size's digits, an extension, the trailers. */
  #taken = 0;
  /** Made by the first body that has any. */
  #trailers: FieldSection | undefined;

  restart(): void {
    this.problem = undefined;
    this.#beginSize();
  }

  /** Hot with chunked responses. @returns the offset just after the body, or NEEDS_MORE, or MALFORMED */
  feed(bytes: Uint8Array, start: number, end: number): number {
    let offset = start;
    while (offset < end) {
      switch (this.#state) {
        case DATA: {
          const taken = Math.min(this.#remaining, end - offset);
          this.#remaining -= taken;
          offset += taken;
          if (this.#remaining === 0) this.#state = DATA_CR;
          continue;
        }
        case SIZE:
          offset = this.#readSize(bytes, offset, end);
          break;
        case EXTENSION:
          offset = this.#skipExtension(bytes, offset, end);
          break;
        case TRAILERS:
          return this.#feedTrailers(bytes, offset, end);
        case END_LF:
          return bytes[offset] === LF ? offset + 1 : this.#fail('malformedTrailer');
        default:
          offset = this.#step(bytes[offset] ?? 0, offset);
      }
      if (offset === MALFORMED) return MALFORMED;
    }
    return NEEDS_MORE;
  }

  /** Takes one byte. @returns where the next one is, or MALFORMED */
  #step(byte: number, offset: number): number {
    switch (this.#state) {
      case AFTER_SIZE:
        return this.#endSize(byte, offset);
      case SIZE_LF:
        return this.#expect(LF, this.#remaining === 0 ? AFTER_LAST : DATA, byte, offset);
      case DATA_CR:
        return this.#expect(CR, DATA_LF, byte, offset);
      case DATA_LF:
        this.#beginSize();
        return byte === LF ? offset + 1 : this.#fail('malformedChunk');
      default:
        return this.#afterLastChunk(byte, offset);
    }
  }

  #expect(expected: number, next: number, byte: number, offset: number): number {
    this.#state = next;
    return byte === expected ? offset + 1 : this.#fail(byte === LF ? 'bareLineFeed' : 'malformedChunk');
  }

  #beginSize(): void {
    this.#state = SIZE;
    this.#remaining = 0;
    this.#taken = 0;
  }

  #readSize(bytes: Uint8Array, start: number, end: number): number {
    for (let offset = start; offset < end; offset++) {
      const byte = bytes[offset] ?? 0;
      const digit = HEX_DIGITS[byte] ?? -1;
      if (digit === -1) return this.#taken === 0 ? this.#fail('malformedChunk') : this.#endSize(byte, offset);
      this.#remaining = this.#remaining * 16 + digit;
      if (this.#remaining > Number.MAX_SAFE_INTEGER || ++this.#taken > MAX_SIZE_DIGITS)
        return this.#fail('chunkTooLarge');
    }
    return end;
  }

  #endSize(byte: number, offset: number): number {
    this.#taken = 0;
    if (byte === SEMICOLON) this.#state = EXTENSION;
    else if (byte === SPACE || byte === TAB) this.#state = AFTER_SIZE;
    else if (byte === CR && this.#state === SIZE) this.#state = SIZE_LF;
    else return this.#fail(byte === LF ? 'bareLineFeed' : 'malformedChunk');
    return offset + 1;
  }

  #skipExtension(bytes: Uint8Array, start: number, end: number): number {
    const limit = Math.min(end, start + MAX_EXTENSION_BYTES - this.#taken);
    const offset = skipText(bytes, start, limit);
    this.#taken += offset - start;
    if (this.#taken === MAX_EXTENSION_BYTES) return this.#fail('chunkExtensionTooLarge');
    return offset === limit ? offset : this.#expect(CR, SIZE_LF, bytes[offset] ?? 0, offset);
  }

  #afterLastChunk(byte: number, offset: number): number {
    if (byte === CR) {
      this.#state = END_LF;
      return offset + 1;
    }
    this.#state = TRAILERS;
    this.#taken = 0;
    this.#trailers ??= new FieldSection();
    this.#trailers.restart();
    return offset;
  }

  #feedTrailers(bytes: Uint8Array, start: number, end: number): number {
    const limit = Math.min(end, start + MAX_TRAILER_BYTES - this.#taken);
    const after = this.#trailers?.scan(bytes, start, limit) ?? MALFORMED;
    if (after === MALFORMED)
      return this.#fail(this.#trailers?.problem === 'bareLineFeed' ? 'bareLineFeed' : 'malformedTrailer');
    this.#taken += limit - start;
    if (after === NEEDS_MORE && this.#taken === MAX_TRAILER_BYTES) return this.#fail('trailersTooLarge');
    return after;
  }

  #fail(problem: ChunkProblem): number {
    this.problem = problem;
    return MALFORMED;
  }
}
