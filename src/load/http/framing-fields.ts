import { COMMA, SPACE, TAB } from './characters.ts';
import type { FieldProblem } from './outcome.ts';
import { FIRST_WORD, listTable, OTHER_WORD, WORD_START } from './word-table.ts';

/** The fields that say where a response ends; a field is told by its place here. */
export const FRAMING_FIELDS = ['content-length', 'transfer-encoding', 'connection'] as const;
const CONTENT_LENGTH = 0;
const TRANSFER_ENCODING = 1;

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
const CLOSE = FIRST_WORD;
const KEEP_ALIVE = FIRST_WORD + 1;
const CHUNKED = FIRST_WORD + 2;

/** Progress through a number of Content-Length. */
const BEFORE_DIGITS = 0;
const IN_DIGITS = 1;
const AFTER_DIGITS = 2;

/** What the last transfer coding is. */
export type FinalCoding = 'none' | 'chunked' | 'other' | 'unknown';

/** Understands the values that say where a response ends, byte by byte. */
export class FramingFields {
  /** -1 where no length was given. */
  contentLength = -1;
  finalCoding: FinalCoding = 'none';
  saysClose = false;
  saysKeepAlive = false;
  problem: FieldProblem | undefined;

  /** The field that is being read: its place in FRAMING_FIELDS. */
  #field = 0;
  #word = WORD_START;
  #chunkedSeen = false;
  #number = 0;
  #digits = BEFORE_DIGITS;

  restart(): void {
    this.contentLength = -1;
    this.finalCoding = 'none';
    this.saysClose = false;
    this.saysKeepAlive = false;
    this.problem = undefined;
    this.#chunkedSeen = false;
  }

  beginField(field: number): void {
    this.#field = field;
    this.#word = WORD_START;
    this.#number = 0;
    this.#digits = BEFORE_DIGITS;
  }

  /** Takes the next bytes of the field's value. @returns whether it can still be right */
  readValue(bytes: Uint8Array, start: number, end: number): boolean {
    for (let offset = start; offset < end; offset++) {
      const byte = bytes[offset] ?? 0;
      if (!(this.#field === CONTENT_LENGTH ? this.#readLength(byte) : this.#readListed(byte))) return false;
    }
    return true;
  }

  /** @returns whether the value was right */
  endField(): boolean {
    if (this.#field === CONTENT_LENGTH) return this.#endLength();
    if (!this.#readListed(COMMA)) return false;
    const empty = this.#field === TRANSFER_ENCODING && this.finalCoding === 'none';
    return !empty || this.#refuse('malformedTransferEncoding');
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

  #refuse(problem: FieldProblem): false {
    this.problem = problem;
    return false;
  }
}
