import { COMMA, CR, LF, skipText, SPACE, TAB } from './characters.ts';
import { MALFORMED, NEEDS_MORE, type FieldProblem } from './outcome.ts';
import { fieldNameTable, FIRST_WORD, listTable, NO_WORD, OTHER_WORD, WORD_START } from './word-table.ts';

/** Where in a line the next byte is. */
const LINE_START = 0;
const NAME = 1;
const VALUE = 2;
const LINE_LF = 3;
const LAST_LF = 4;

/** The fields that say where a response ends, in the order of the table; all others are skipped. */
const CONTENT_LENGTH = 0;
const TRANSFER_ENCODING = 1;
const CONNECTION = 2;
const OTHER_FIELD = 3;
const NO_FIELD = 4;
const NAMES = fieldNameTable(['content-length', 'transfer-encoding', 'connection']);

const CLOSE = FIRST_WORD;
const KEEP_ALIVE = FIRST_WORD + 1;
const CHUNKED = FIRST_WORD + 2;
/** Connection options, and the transfer codings there are (RFC 9112 §7). */
const LISTED = listTable([
  'close',
  'keep-alive',
  'chunked',
  'gzip',
  'x-gzip',
  'compress',
  'x-compress',
  'deflate',
]);

/** Progress through a number of Content-Length. */
const BEFORE_DIGITS = 0;
const IN_DIGITS = 1;
const AFTER_DIGITS = 2;

/** What the last transfer coding is. */
export type FinalCoding = 'none' | 'chunked' | 'other' | 'unknown';

/**
 * Reads field lines up to the blank line that ends them (RFC 9112 §5), byte by byte, so that it does not matter how
 * they are cut; of all fields it understands only those that say where a response ends. A line ends with CRLF: a
 * recipient may take a bare LF for it (§2.2), but some clients do and some do not, so it is told by a kind of its own.
 * A line that begins with white space goes on with the value before it, as a client must take it (§5.2).
 */
export class FieldSection {
  /** -1 where no length was given. */
  contentLength = -1;
  finalCoding: FinalCoding = 'none';
  saysClose = false;
  saysKeepAlive = false;
  problem: FieldProblem | undefined;

  /** The fields mean something: they are a head's, not trailers. */
  readonly #meaningful: boolean;
  #state = LINE_START;
  #field = NO_FIELD;
  /** State in the table of names or of listed words. */
  #word = WORD_START;
  #chunkedSeen = false;
  #number = 0;
  #digits = BEFORE_DIGITS;

  constructor(meaningful: boolean) {
    this.#meaningful = meaningful;
  }

  restart(): void {
    this.contentLength = -1;
    this.finalCoding = 'none';
    this.saysClose = false;
    this.saysKeepAlive = false;
    this.problem = undefined;
    this.#state = LINE_START;
    this.#field = NO_FIELD;
    this.#chunkedSeen = false;
  }

  /** Hot where heads change. @returns the offset just after the blank line, or NEEDS_MORE, or MALFORMED */
  scan(bytes: Uint8Array, start: number, end: number): number {
    let offset = start;
    while (offset < end) {
      switch (this.#state) {
        case LINE_START:
          offset = this.#beginLine(bytes[offset] ?? 0, offset);
          break;
        case NAME:
          offset = this.#scanName(bytes, offset, end);
          break;
        case VALUE:
          offset = this.#scanValue(bytes, offset, end);
          break;
        case LINE_LF:
          offset = bytes[offset] === LF ? offset + 1 : this.#fail('malformedHeader');
          this.#state = LINE_START;
          break;
        default:
          return bytes[offset] === LF ? offset + 1 : this.#fail('malformedHeader');
      }
      if (offset === MALFORMED) return MALFORMED;
    }
    return NEEDS_MORE;
  }

  #beginLine(byte: number, offset: number): number {
    if (byte === SPACE || byte === TAB) {
      if (this.#field === NO_FIELD) return this.#fail('malformedHeader');
      this.#state = VALUE;
      return offset;
    }
    if (!this.#endField()) return MALFORMED;
    this.#word = WORD_START;
    this.#state = byte === CR ? LAST_LF : NAME;
    if (byte === LF) return this.#fail('bareLineFeed');
    return byte === CR ? offset + 1 : offset;
  }

  #scanName(bytes: Uint8Array, start: number, end: number): number {
    let offset = start;
    let word = this.#word;
    while (offset < end && word < FIRST_WORD) word = NAMES[(word << 8) | (bytes[offset++] ?? 0)] ?? NO_WORD;
    if (word === NO_WORD) return this.#fail('malformedHeader');
    this.#word = word;
    if (word < FIRST_WORD) return offset;
    this.#field = word === OTHER_WORD || !this.#meaningful ? OTHER_FIELD : word - FIRST_WORD;
    this.#word = WORD_START;
    this.#number = 0;
    this.#digits = BEFORE_DIGITS;
    this.#state = VALUE;
    return offset;
  }

  #scanValue(bytes: Uint8Array, start: number, end: number): number {
    const textEnd = skipText(bytes, start, end);
    if (this.#field !== OTHER_FIELD && !this.#readValue(bytes, start, textEnd)) return MALFORMED;
    if (textEnd === end) return end;
    if (bytes[textEnd] !== CR) return this.#fail(bytes[textEnd] === LF ? 'bareLineFeed' : 'malformedHeader');
    this.#state = LINE_LF;
    return textEnd + 1;
  }

  /** @returns whether the value can still be right */
  #readValue(bytes: Uint8Array, start: number, end: number): boolean {
    for (let offset = start; offset < end; offset++) {
      const byte = bytes[offset] ?? 0;
      if (!(this.#field === CONTENT_LENGTH ? this.#readLength(byte) : this.#readListed(byte))) return false;
    }
    return true;
  }

  #readLength(byte: number): boolean {
    const digit = byte - 0x30;
    if (digit >= 0 && digit <= 9 && this.#digits !== AFTER_DIGITS) {
      this.#digits = IN_DIGITS;
      this.#number = this.#number * 10 + digit;
      return this.#number <= Number.MAX_SAFE_INTEGER || this.#refuse('contentLengthTooLarge');
    }
    if (byte === COMMA) return this.#endLength();
    if (byte !== SPACE && byte !== TAB) return this.#refuse('malformedContentLength');
    if (this.#digits === IN_DIGITS) this.#digits = AFTER_DIGITS;
    return true;
  }

  /** The same length, said more than once, is that length (RFC 9112 §6.3). */
  #endLength(): boolean {
    if (this.#digits === BEFORE_DIGITS) return this.#refuse('malformedContentLength');
    if (this.contentLength !== -1 && this.contentLength !== this.#number)
      return this.#refuse('conflictingContentLength');
    this.contentLength = this.#number;
    this.#number = 0;
    this.#digits = BEFORE_DIGITS;
    return true;
  }

  #readListed(byte: number): boolean {
    const word = LISTED[(this.#word << 8) | byte] ?? OTHER_WORD;
    if (word < FIRST_WORD) {
      this.#word = word;
      return true;
    }
    this.#word = WORD_START;
    if (this.#field === TRANSFER_ENCODING) return this.#takeCoding(word);
    if (word === CLOSE) this.saysClose = true;
    if (word === KEEP_ALIVE) this.saysKeepAlive = true;
    return true;
  }

  #takeCoding(word: number): boolean {
    if (word === CHUNKED) {
      if (this.#chunkedSeen) return this.#refuse('malformedTransferEncoding');
      this.#chunkedSeen = true;
      this.finalCoding = 'chunked';
    } else {
      this.finalCoding = word > CHUNKED && word < OTHER_WORD ? 'other' : 'unknown';
    }
    return true;
  }

  /** A value may go on in the next line, so its end is known only when that has begun. */
  #endField(): boolean {
    switch (this.#field) {
      case CONTENT_LENGTH:
        return this.#endLength();
      case CONNECTION:
        return this.#readListed(COMMA);
      case TRANSFER_ENCODING:
        if (!this.#readListed(COMMA)) return false;
        return this.finalCoding !== 'none' || this.#refuse('malformedTransferEncoding');
      default:
        return true;
    }
  }

  #refuse(problem: FieldProblem): false {
    this.problem = problem;
    return false;
  }

  #fail(problem: FieldProblem): number {
    this.problem = problem;
    return MALFORMED;
  }
}
