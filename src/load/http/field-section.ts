import { CR, LF, skipText, SPACE, TAB } from './characters.ts';
import { FRAMING_FIELDS, type FramingFields } from './framing-fields.ts';
import { MALFORMED, NEEDS_MORE, type FieldProblem } from './outcome.ts';
import { fieldNameTable, FIRST_WORD, NO_WORD, OTHER_WORD, WORD_START } from './word-table.ts';

/** Where in a line the next byte is. */
const LINE_START = 0;
const NAME = 1;
const VALUE = 2;
const LINE_LF = 3;
const LAST_LF = 4;

const NAMES = fieldNameTable(FRAMING_FIELDS);
/** Fields of which only the end matters. */
const OTHER_FIELD = FRAMING_FIELDS.length;
const NO_FIELD = OTHER_FIELD + 1;

/**
 * Reads field lines up to the blank line that ends them (RFC 9112 §5), byte by byte, so that it does not matter how
 * they are cut. A line ends with CRLF: a recipient may take a bare LF for it (§2.2), but some clients do and some do
 * not, so it is told by a kind of its own. A line that begins with white space goes on with the value before it, as a
 * client must take it (§5.2).
 */
export class FieldSection {
  problem: FieldProblem | undefined;

  readonly #framing: FramingFields | undefined;
  #state = LINE_START;
  #field = NO_FIELD;
  /** State in the table of names. */
  #word = WORD_START;

  /** @param framing is told the values that frame; undefined for trailers, which mean nothing */
  constructor(framing?: FramingFields) {
    this.#framing = framing;
  }

  restart(): void {
    this.problem = undefined;
    this.#framing?.restart();
    this.#state = LINE_START;
    this.#field = NO_FIELD;
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

  /** Only now is it known that the value before does not go on. */
  #beginLine(byte: number, offset: number): number {
    if (byte === SPACE || byte === TAB) {
      if (this.#field === NO_FIELD) return this.#fail('malformedHeader');
      this.#state = VALUE;
      return offset;
    }
    if (this.#field < OTHER_FIELD && this.#framing?.endField() === false)
      return this.#fail(this.#framing.problem);
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
    this.#state = VALUE;
    if (word === OTHER_WORD || this.#framing === undefined) {
      this.#field = OTHER_FIELD;
    } else {
      this.#field = word - FIRST_WORD;
      this.#framing.beginField(this.#field);
    }
    return offset;
  }

  #scanValue(bytes: Uint8Array, start: number, end: number): number {
    const textEnd = skipText(bytes, start, end);
    if (this.#field < OTHER_FIELD && this.#framing?.readValue(bytes, start, textEnd) === false)
      return this.#fail(this.#framing.problem);
    if (textEnd === end) return end;
    if (bytes[textEnd] !== CR) return this.#fail(bytes[textEnd] === LF ? 'bareLineFeed' : 'malformedHeader');
    this.#state = LINE_LF;
    return textEnd + 1;
  }

  #fail(problem: FieldProblem | undefined): number {
    this.problem = problem;
    return MALFORMED;
  }
}
