import { CR, LF, skipText, SPACE } from './characters.ts';
import { FieldSection } from './field-section.ts';
import { FramingFields } from './framing-fields.ts';
import { MALFORMED, NEEDS_MORE, type HeadProblem } from './outcome.ts';
import type { ResponseHead } from './response-head.ts';

/** More is no head that a server means. */
const MAX_HEAD_BYTES = 65_536;
/** A server that says 100 or 103 for ever would otherwise never be found out. */
const MAX_INTERIM = 32;

/** Places in the status line: `HTTP/1.1 200 OK`. */
const VERSION_START = Buffer.from('HTTP/1.', 'latin1');
const MINOR_VERSION = VERSION_START.length;
const FIRST_SPACE = MINOR_VERSION + 1;
const STATUS = FIRST_SPACE + 1;
const SECOND_SPACE = STATUS + 3;
const REASON = SECOND_SPACE + 1;
const LINE_LF = REASON + 1;
const FIELDS = LINE_LF + 1;

/**
 * Reads the head of a response (RFC 9112 §4), and those of the interim responses before it, however the bytes are
 * cut. An empty line before the status line is refused: that is granted to servers that read requests only (§2.2),
 * and here it is the rest of a body that was longer than it said.
 */
export class HeadScanner {
  /** What was read, once `scan` has found the end. */
  readonly head: ResponseHead = { status: 0, keepAlive: true, bodyEnd: 'none', contentLength: 0 };
  /** How many interim responses came before. */
  interim = 0;
  problem: HeadProblem | undefined;

  readonly #framing = new FramingFields();
  readonly #fields = new FieldSection(this.#framing);
  #place = 0;
  #taken = 0;
  #status = 0;
  #minorVersion = 1;

  restart(): void {
    this.interim = 0;
    this.problem = undefined;
    this.#restartHead();
  }

  /** Hot where heads change. @returns the offset just after the head, or NEEDS_MORE, or MALFORMED */
  scan(bytes: Uint8Array, start: number, end: number): number {
    let offset = start;
    for (;;) {
      const limit = Math.min(end, offset + MAX_HEAD_BYTES - this.#taken);
      const after = this.#scanHead(bytes, offset, limit);
      if (after === MALFORMED) return MALFORMED;
      if (after === NEEDS_MORE) {
        this.#taken += limit - offset;
        return this.#taken === MAX_HEAD_BYTES ? this.#fail('headTooLarge') : NEEDS_MORE;
      }
      if (this.#status >= 200) return this.#describe() ? after : MALFORMED;
      if (this.#status === 101) return this.#fail('switchedProtocols');
      if (++this.interim > MAX_INTERIM) return this.#fail('tooManyInterim');
      this.#restartHead();
      offset = after;
    }
  }

  #restartHead(): void {
    this.#fields.restart();
    this.#place = 0;
    this.#taken = 0;
    this.#status = 0;
  }

  #scanHead(bytes: Uint8Array, start: number, end: number): number {
    let offset = start;
    while (offset < end && this.#place < FIELDS) {
      if (this.#place === REASON) {
        offset = skipText(bytes, offset, end);
        if (offset === end) return NEEDS_MORE;
      }
      const byte = bytes[offset++] ?? 0;
      if (!this.#readStatusLine(byte))
        return this.#fail(byte === LF && this.#place > SECOND_SPACE ? 'bareLineFeed' : 'malformedStatusLine');
    }
    const after = this.#fields.scan(bytes, offset, end);
    if (after === MALFORMED) this.problem = this.#fields.problem;
    return after;
  }

  /** @returns whether the byte may stand where it does */
  #readStatusLine(byte: number): boolean {
    const place = this.#place++;
    if (place < MINOR_VERSION) return byte === VERSION_START[place];
    switch (place) {
      case MINOR_VERSION:
        // A higher minor version is to be read as the highest that is known (RFC 9110 §2.5).
        this.#minorVersion = byte - 0x30;
        return isDigit(byte);
      case FIRST_SPACE:
        return byte === SPACE;
      case SECOND_SPACE:
        // Many servers leave this space away together with the reason.
        if (byte === CR) this.#place = LINE_LF;
        return byte === SPACE || byte === CR;
      case REASON:
        return byte === CR;
      case LINE_LF:
        return byte === LF;
      default:
        this.#status = this.#status * 10 + byte - 0x30;
        return isDigit(byte) && (place !== STATUS || byte !== 0x30);
    }
  }

  /** Sums up what was read. @returns whether that makes sense */
  #describe(): boolean {
    const { head } = this;
    const { finalCoding, contentLength, saysClose, saysKeepAlive } = this.#framing;
    head.status = this.#status;
    head.keepAlive = !saysClose && (saysKeepAlive || this.#minorVersion > 0);
    head.contentLength = 0;
    if (finalCoding !== 'none') {
      // Whatever length is given too (RFC 9112 §6.3); HTTP/1.0 has no codings, so there it is taken for broken (§6.1).
      if (this.#minorVersion === 0) return this.#fail('transferEncodingInHttp10') !== MALFORMED;
      head.bodyEnd = finalCoding === 'other' ? 'close' : finalCoding;
    } else if (contentLength > 0) {
      head.bodyEnd = 'length';
      head.contentLength = contentLength;
    } else {
      head.bodyEnd = contentLength === 0 ? 'none' : 'close';
    }
    return true;
  }

  #fail(problem: HeadProblem): number {
    this.problem = problem;
    return MALFORMED;
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
