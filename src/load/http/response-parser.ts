import { BODY_MALFORMED, ChunkedBody } from './chunked-body.ts';
import { parseResponseHead, type HeadProblem, type ResponseHead } from './response-head.ts';

/** The response goes on beyond the bytes given. */
export const NEEDS_MORE = -1;
/** The bytes are no HTTP/1.x response; `problem` says why. */
export const MALFORMED = -2;

/** Why a response could not be read to its end. */
export type ResponseProblem = HeadProblem | 'headTooLarge' | 'malformedChunk' | 'switchedProtocols';

const MAX_HEAD_BYTES = 65_536;
const END_OF_HEAD = Buffer.from('\r\n\r\n', 'latin1');

/**
 * The last head that was read from a server, shared by the connections of a thread: servers send the same
 * bytes again until their clock's second changes, and comparing them is many times cheaper than reading them.
 */
export class HeadCache {
  bytes: Buffer = Buffer.alloc(0);
  head: ResponseHead | undefined;
  bodyless = false;

  remember(bytes: Buffer, start: number, end: number, head: ResponseHead, bodyless: boolean): void {
    this.bytes = Buffer.from(bytes.subarray(start, end));
    this.head = head;
    this.bodyless = bodyless;
  }
}

const IN_HEAD = 0;
const IN_LENGTH = 1;
const IN_CHUNKS = 2;
const UNTIL_CLOSE = 3;

/** Finds where one response ends in a stream of bytes; one per connection, used again for each response. */
export class ResponseParser {
  status = 0;
  keepAlive = true;
  problem: ResponseProblem | undefined;

  readonly #cache: HeadCache;
  #bodyless = false;
  readonly #chunks = new ChunkedBody();
  #state = IN_HEAD;
  #remaining = 0;
  /** The beginning of a head whose end has not come yet. */
  #partialHead: Buffer | undefined;

  constructor(cache: HeadCache) {
    this.#cache = cache;
  }

  /** @param bodyless the next response has no body, because its request was HEAD */
  expect(bodyless: boolean): void {
    this.#bodyless = bodyless;
  }

  /** Forgets everything: the next byte is the first of a response on a new connection. */
  restart(): void {
    this.#state = IN_HEAD;
    this.#partialHead = undefined;
    this.problem = undefined;
  }

  /** Whether any byte of the current response has been seen. */
  get begun(): boolean {
    return this.#state !== IN_HEAD || this.#partialHead !== undefined;
  }

  /**
   * Takes the next bytes of the stream.
   * @returns the offset just after the response, or NEEDS_MORE, or MALFORMED
   */
  feed(bytes: Buffer, start: number, end: number): number {
    if (this.#state === IN_HEAD) return this.#feedHead(bytes, start, end);
    return this.#feedBody(bytes, start, end);
  }

  /** The connection has ended. @returns whether that completes the response */
  finish(): boolean {
    const complete = this.#state === UNTIL_CLOSE;
    if (complete) this.#state = IN_HEAD;
    return complete;
  }

  #feedHead(bytes: Buffer, start: number, end: number): number {
    const { bytes: known, head } = this.#cache;
    const afterKnown = start + known.length;
    if (
      head !== undefined &&
      this.#cache.bodyless === this.#bodyless &&
      this.#partialHead === undefined &&
      afterKnown <= end &&
      bytes.compare(known, 0, known.length, start, afterKnown) === 0
    )
      return this.#beginBody(head, bytes, afterKnown, end);
    return this.#readHead(bytes, start, end);
  }

  /** The slow path: a head that is new, or cut across reads. */
  #readHead(bytes: Buffer, start: number, end: number): number {
    let source = bytes;
    let from = start;
    let to = end;
    const carried = this.#partialHead?.length ?? 0;
    if (this.#partialHead !== undefined) {
      source = Buffer.concat([this.#partialHead, bytes.subarray(start, end)]);
      from = 0;
      to = source.length;
    }
    // Bounded by `to`: the shared buffer holds older bytes beyond it.
    const blankLine = source.subarray(from, to).indexOf(END_OF_HEAD);
    if ((blankLine === -1 ? to - from : blankLine) > MAX_HEAD_BYTES) return this.#fail('headTooLarge');
    if (blankLine === -1) {
      this.#partialHead = Buffer.from(source.subarray(from, to));
      return NEEDS_MORE;
    }
    this.#partialHead = undefined;
    const head = parseResponseHead(source.toString('latin1', from, from + blankLine), this.#bodyless);
    if (typeof head === 'string') return this.#fail(head);
    if (head.status === 101) return this.#fail('switchedProtocols');
    const headEnd = from + blankLine + END_OF_HEAD.length;
    // Interim responses (100, 103) come before the one that answers the request.
    const interim = head.status < 200;
    if (interim && headEnd === to) return NEEDS_MORE;
    if (!interim) this.#cache.remember(source, from, headEnd, head, this.#bodyless);
    const consumed = interim
      ? this.#readHead(source, headEnd, to)
      : this.#beginBody(head, source, headEnd, to);
    return consumed < 0 || source === bytes ? consumed : start + consumed - carried;
  }

  #beginBody(head: ResponseHead, bytes: Buffer, start: number, end: number): number {
    this.status = head.status;
    this.keepAlive = head.keepAlive;
    switch (head.bodyEnd) {
      case 'none':
        return start;
      case 'length':
        this.#remaining = head.contentLength;
        this.#state = IN_LENGTH;
        break;
      case 'chunked':
        this.#chunks.restart();
        this.#state = IN_CHUNKS;
        break;
      case 'close':
        this.#state = UNTIL_CLOSE;
        break;
    }
    return this.#feedBody(bytes, start, end);
  }

  #feedBody(bytes: Buffer, start: number, end: number): number {
    if (this.#state === UNTIL_CLOSE) return NEEDS_MORE;
    if (this.#state === IN_LENGTH) {
      const available = end - start;
      if (available < this.#remaining) {
        this.#remaining -= available;
        return NEEDS_MORE;
      }
      this.#state = IN_HEAD;
      return start + this.#remaining;
    }
    const after = this.#chunks.feed(bytes, start, end);
    if (after === BODY_MALFORMED) return this.#fail('malformedChunk');
    if (after >= 0) this.#state = IN_HEAD;
    return after;
  }

  #fail(problem: ResponseProblem): number {
    this.problem = problem;
    return MALFORMED;
  }
}
