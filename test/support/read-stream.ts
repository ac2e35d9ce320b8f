import { HeadCache } from '../../src/load/http/head-cache.ts';
import { MALFORMED, NEEDS_MORE } from '../../src/load/http/outcome.ts';
import { ResponseParser } from '../../src/load/http/response-parser.ts';

/** What a parser made of a stream, in words. */
export type Verdict =
  | { state: 'done'; status: number; keepAlive: boolean; length: number }
  | { state: 'untilClose'; status: number }
  | { state: 'needsMore'; begun: boolean }
  | { state: 'malformed'; problem: string };

export interface ReadOptions {
  bodyless?: boolean;
  /** Where the stream is cut; places beyond its end are taken round it. */
  cuts?: readonly number[];
  cache?: HeadCache;
}

/** Bytes that stand before and after what a parser may read, as a buffer that is used again has them. */
const STALE = Buffer.from('\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx0\r\n\r\n', 'latin1');

/** A parser that expects a response to HEAD, or to anything else. */
export function parserFor(cache: HeadCache, bodyless: boolean): ResponseParser {
  const parser = new ResponseParser(cache);
  parser.expect(bodyless);
  return parser;
}

/** Reads a stream to the end of its first response, in pieces that each lie between stale bytes. */
export function readStream(
  stream: Buffer,
  { bodyless = false, cuts = [], cache = new HeadCache() }: ReadOptions = {},
): Verdict {
  const parser = parserFor(cache, bodyless);
  let taken = 0;
  for (const piece of cutUp(stream, cuts)) {
    const bytes = Buffer.concat([STALE, piece, STALE]);
    const end = STALE.length + piece.length;
    const outcome = parser.feed(bytes, STALE.length, end);
    if (outcome === MALFORMED) return { state: 'malformed', problem: String(parser.problem) };
    if (outcome !== NEEDS_MORE) {
      const { status, keepAlive } = parser;
      return { state: 'done', status, keepAlive, length: taken + outcome - STALE.length };
    }
    taken += piece.length;
  }
  const { begun, status } = parser;
  return parser.finish() ? { state: 'untilClose', status } : { state: 'needsMore', begun };
}

/** The stream in pieces, none of them empty. */
function cutUp(stream: Buffer, cuts: readonly number[]): Buffer[] {
  const places = new Set([0, stream.length, ...cuts.map((cut) => cut % Math.max(1, stream.length))]);
  const sorted = [...places].toSorted((left, right) => left - right);
  return sorted.slice(1).map((place, index) => stream.subarray(sorted[index], place));
}

/** Each byte for itself. */
export function everywhere(stream: Buffer): number[] {
  return Array.from({ length: stream.length }, (_, place) => place);
}
