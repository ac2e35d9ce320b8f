import { ChunkedBody } from './chunked-body.ts';
import type { HeadCache } from './head-cache.ts';
import type { HeadScanner } from './head-scanner.ts';
import { MALFORMED, NEEDS_MORE, type ResponseProblem } from './outcome.ts';
import type { ResponseHead } from './response-head.ts';

const IN_HEAD = 0;
const IN_LENGTH = 1;
const IN_CHUNKS = 2;
const UNTIL_CLOSE = 3;
const BROKEN = 4;

/**
 * Finds where one response ends in a stream of bytes; one per connection, used again for each response. A load may
 * have tens of thousands: what only some responses need, a scanner of heads that come in pieces or of chunked bodies,
 * is made when one comes.
 */
export class ResponseParser {
  status = 0;
  keepAlive = true;
  problem: ResponseProblem | undefined;

  readonly #cache: HeadCache;
  #bodyless = false;
  #state = IN_HEAD;
  #remaining = 0;
  /** Reads a head whose end has not come yet. */
  #scanner: HeadScanner | undefined;
  /** Made by the first response that is chunked. */
  #chunks: ChunkedBody | undefined;

  constructor(cache: HeadCache) {
    this.#cache = cache;
  }

  /** @param bodyless the next response has no body whatever its head says, because its request was HEAD */
  expect(bodyless: boolean): void {
    this.#bodyless = bodyless;
  }

  /** Forgets everything: the next byte is the first of a response on a new connection. */
  restart(): void {
    this.#state = IN_HEAD;
    this.#scanner = undefined;
    this.problem = undefined;
  }

  /** Whether any byte of the current response, or of an interim one before it, has been seen. */
  get begun(): boolean {
    return this.#state !== IN_HEAD || this.#scanner !== undefined;
  }

  /**
   * Takes the next bytes of the stream, one or more. Hot: allocates nothing where the head is the last one seen, and
   * reads it without allocating where it is another that comes in one piece.
   * @returns the offset just after the response, or NEEDS_MORE, or MALFORMED
   */
  feed(bytes: Buffer, start: number, end: number): number {
    if (this.#state !== IN_HEAD) return this.#feedBody(bytes, start, end);
    const cache = this.#cache;
    if (this.#scanner === undefined && cache.matches(bytes, start, end))
      return this.#beginBody(cache.head, bytes, start + cache.length, end);
    return this.#readHead(bytes, start, end);
  }

  /** The connection has ended. @returns whether that completes the response */
  finish(): boolean {
    const complete = this.#state === UNTIL_CLOSE;
    if (complete) this.#state = IN_HEAD;
    return complete;
  }

  #readHead(bytes: Buffer, start: number, end: number): number {
    const scanner = this.#scanner ?? this.#cache.takeScanner();
    const after = scanner.scan(bytes, start, end);
    if (after === NEEDS_MORE) {
      this.#scanner = scanner;
      return NEEDS_MORE;
    }
    const inOnePiece = this.#scanner === undefined;
    this.#scanner = undefined;
    this.#cache.giveBack(scanner);
    if (after === MALFORMED) return this.#fail(scanner.problem);
    if (inOnePiece && scanner.interim === 0) this.#cache.remember(bytes, start, after, scanner.head);
    return this.#beginBody(scanner.head, bytes, after, end);
  }

  #beginBody(head: ResponseHead, bytes: Buffer, start: number, end: number): number {
    const { status, bodyEnd } = head;
    this.status = status;
    this.keepAlive = head.keepAlive;
    if (bodyEnd === 'none' || this.#bodyless || status === 204 || status === 304) return start;
    switch (bodyEnd) {
      case 'length':
        this.#remaining = head.contentLength;
        this.#state = IN_LENGTH;
        break;
      case 'chunked':
        this.#chunks ??= new ChunkedBody();
        this.#chunks.restart();
        this.#state = IN_CHUNKS;
        break;
      case 'close':
        this.keepAlive = false;
        this.#state = UNTIL_CLOSE;
        break;
      case 'unknown':
        return this.#fail('unknownTransferCoding');
    }
    return this.#feedBody(bytes, start, end);
  }

  #feedBody(bytes: Buffer, start: number, end: number): number {
    switch (this.#state) {
      case IN_LENGTH: {
        const available = end - start;
        if (available < this.#remaining) {
          this.#remaining -= available;
          return NEEDS_MORE;
        }
        this.#state = IN_HEAD;
        return start + this.#remaining;
      }
      case IN_CHUNKS: {
        const after = this.#chunks?.feed(bytes, start, end) ?? MALFORMED;
        if (after === MALFORMED) return this.#fail(this.#chunks?.problem);
        if (after !== NEEDS_MORE) this.#state = IN_HEAD;
        return after;
      }
      case UNTIL_CLOSE:
        return NEEDS_MORE;
      default:
        return MALFORMED;
    }
  }

  #fail(problem: ResponseProblem | undefined): number {
    this.problem = problem;
    this.#state = BROKEN;
    return MALFORMED;
  }
}
