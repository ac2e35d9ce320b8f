import { HeadScanner } from './head-scanner.ts';
import type { ResponseHead } from './response-head.ts';

/**
 * The last head that a server sent, shared by the connections of a thread: servers send the same bytes again until
 * their clock's second changes, and comparing them is cheaper than reading them. It keeps a spare scanner as well,
 * since a connection needs one only while its head is being read.
 */
export class HeadCache {
  readonly head: ResponseHead = { status: 0, keepAlive: true, bodyEnd: 'none', contentLength: 0 };
  /** How long the head is; 0 while there is none. */
  length = 0;
  #bytes = Buffer.allocUnsafeSlow(0);
  #spare: HeadScanner | undefined;

  /** Hot: once a response. @returns whether the bytes begin with the last head */
  matches(bytes: Buffer, start: number, end: number): boolean {
    const { length } = this;
    const after = start + length;
    return length > 0 && after <= end && bytes.compare(this.#bytes, 0, length, start, after) === 0;
  }

  /** Hot where heads change: copies, so that it costs no allocation. */
  remember(bytes: Buffer, start: number, end: number, head: ResponseHead): void {
    this.length = end - start;
    if (this.#bytes.length < this.length) this.#bytes = Buffer.allocUnsafeSlow(2 * this.length);
    bytes.copy(this.#bytes, 0, start, end);
    this.head.status = head.status;
    this.head.keepAlive = head.keepAlive;
    this.head.bodyEnd = head.bodyEnd;
    this.head.contentLength = head.contentLength;
  }

  /** A scanner at the beginning of a response. */
  takeScanner(): HeadScanner {
    const scanner = this.#spare ?? new HeadScanner();
    this.#spare = undefined;
    scanner.restart();
    return scanner;
  }

  giveBack(scanner: HeadScanner): void {
    this.#spare = scanner;
  }
}
