import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** What a client does on one connection. */
export interface FuzzedRequest {
  /** Sent in these pieces, each for itself. */
  readonly pieces: readonly Buffer[];
  /** Whether it waits a moment before each piece. */
  readonly isSlow: boolean;
  /** How it ends: at once, with no more to send, or when the server has answered or closed. */
  readonly ending: 'reset' | 'close' | 'half-close' | 'answer';
}

type Pick = (below: number) => number;

const PATHS = ['/pid', '/sync', '/async/name', '/nowhere', '/async/%', '/sync?a=1&a=%zz', '/%00', '*', '//'];
const ENDINGS = ['reset', 'close', 'half-close', 'answer'] as const;
const MOST_BYTES_SLOW = 60;

const crlf = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
const get = (path: string): string => crlf(`GET ${path} HTTP/1.1`, 'Host: x');
const post = (path: string, headers: readonly string[], body: string): string =>
  crlf(`POST ${path} HTTP/1.1`, 'Host: x', ...headers) + body;
const binary = (pick: Pick, length: number): string =>
  String.fromCharCode(...Array.from({ length }, () => pick(256)));

/** Requests as bytes in latin1, each kind with a fault or at a limit of its own. */
const KINDS: readonly ((path: string, pick: Pick) => string)[] = [
  function legal(path) {
    return get(path);
  },
  function legalWithBody(path, pick) {
    const body = 'b'.repeat(pick(3_000));
    return post(path, [`Content-Length: ${body.length}`], body);
  },
  function malformedLine(path, pick) {
    const lines = [
      `GET${path}`,
      `GET ${path}`,
      `GET  ${path}  HTTP/1.1`,
      `${path} GET HTTP/1.1`,
      ' ',
      '\0\0',
      'GET',
    ];
    return crlf(lines[pick(lines.length)] ?? '', 'Host: x');
  },
  function wrongVersion(path, pick) {
    const versions = ['HTTP/0.9', 'HTTP/1.2', 'HTTP/2.0', 'HTTP/9.9', 'HTTP/', 'http/1.1', 'HTTP/1.1.1', ''];
    return crlf(`GET ${path} ${versions[pick(versions.length)]}`, 'Host: x');
  },
  function httpTwoPreface() {
    return 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0';
  },
  function tlsHello(_, pick) {
    return `\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03${binary(pick, 200)}`;
  },
  function oldHttp(path) {
    return `GET ${path}\r\n`;
  },
  function unknownMethod(path, pick) {
    const methods = [
      'BREW',
      'get',
      'PROPFIND',
      'CONNECT',
      'TRACE',
      'OPTIONS',
      'HEAD',
      'G\0T',
      '',
      'M-SEARCH',
    ];
    return crlf(`${methods[pick(methods.length)]} ${path} HTTP/1.1`, 'Host: x');
  },
  function badHeaders(path, pick) {
    const headers = [
      ': x',
      'no colon',
      'a b: c',
      'A\0: c',
      'A: \0',
      ' folded: x',
      'A: b\n\r',
      '\xff: \xff',
      'A:'.repeat(50),
    ];
    return crlf(`GET ${path} HTTP/1.1`, 'Host: x', headers[pick(headers.length)] ?? '');
  },
  function noOrManyHosts(path, pick) {
    return crlf(`GET ${path} HTTP/1.1`, ...Array.from({ length: pick(3) * 2 }, (_, host) => `Host: ${host}`));
  },
  function hugeHeader(path, pick) {
    return crlf(`GET ${path} HTTP/1.1`, 'Host: x', `A: ${'a'.repeat(10_000 + pick(30_000))}`);
  },
  function manyHeaders(path, pick) {
    const count = 500 + pick(3_000);
    return crlf(`GET ${path} HTTP/1.1`, 'Host: x', ...Array.from({ length: count }, (_, at) => `A${at}: b`));
  },
  function longUrl(path, pick) {
    return get(path + '/a'.repeat(2_000 + pick(10_000)));
  },
  function badEncoding(_, pick) {
    const paths = [
      '/%',
      '/%zz',
      '/async/%ff',
      '/async/%c0%80',
      '/sync?%',
      '/async/..%2f..',
      '/sync?__proto__=1',
      '/sync#x',
    ];
    return get(paths[pick(paths.length)] ?? '/');
  },
  function wrongLength(path, pick) {
    const lengths = ['-1', '1e3', '0x10', '99999999999999999999', ' ', '5, 5', '4', '100', '+3', 'NaN'];
    return post(path, [`Content-Length: ${lengths[pick(lengths.length)]}`], 'body!');
  },
  function doubledLength(path) {
    return post(path, ['Content-Length: 5', 'Content-Length: 3'], 'body!');
  },
  function lengthAndChunks(path) {
    return post(path, ['Content-Length: 5', 'Transfer-Encoding: chunked'], '5\r\nbody!\r\n0\r\n\r\n');
  },
  function chunkedGarbage(path, pick) {
    const bodies = [
      'zz\r\n',
      '-1\r\n\r\n',
      'ffffffffffffffff\r\n',
      '5\r\nbo',
      '5\r\nbody!XX0\r\n\r\n',
      '5;a="\r\nbody!\r\n0\r\n\r\n',
      '0\r\nA: b\r\n\r\n',
      binary(pick, 100),
    ];
    return post(path, ['Transfer-Encoding: chunked'], bodies[pick(bodies.length)] ?? '');
  },
  function oddCoding(path, pick) {
    const codings = ['gzip', 'identity', 'chunked, gzip', 'chunked, chunked', 'xchunked', ''];
    return post(path, [`Transfer-Encoding: ${codings[pick(codings.length)]}`], '0\r\n\r\n');
  },
  function oddContentType(path, pick) {
    const types = [
      'application/json',
      'text/plain',
      'multipart/form-data',
      'a/b; c',
      '\xff',
      'application/json; charset=x',
    ];
    return post(path, [`Content-Type: ${types[pick(types.length)]}`, 'Content-Length: 5'], '{"a":');
  },
  function garbageAfterGood(path, pick) {
    return get(path) + binary(pick, 1 + pick(500));
  },
  function pipelined(path, pick) {
    return get(path).repeat(2 + pick(20));
  },
  function upgrade(path, pick) {
    const protocols = ['websocket', 'h2c', 'x', ''];
    return (
      crlf(
        `GET ${path} HTTP/1.1`,
        'Host: x',
        'Connection: Upgrade',
        `Upgrade: ${protocols[pick(protocols.length)]}`,
      ) + binary(pick, pick(50))
    );
  },
  function expectation(path, pick) {
    return post(path, [`Expect: ${pick(2) === 0 ? '100-continue' : 'x'}`, 'Content-Length: 5'], 'body!');
  },
  function noise(_, pick) {
    return binary(pick, 1 + pick(2_000));
  },
  function nothing() {
    return '';
  },
];

const MUTATIONS: readonly ((bytes: Buffer, pick: Pick) => Buffer)[] = [
  function flipBit(bytes, pick) {
    const flipped = Buffer.from(bytes);
    const place = pick(bytes.length);
    flipped[place] = (flipped[place] ?? 0) ^ (1 << pick(8));
    return flipped;
  },
  function truncate(bytes, pick) {
    return bytes.subarray(0, pick(bytes.length + 1));
  },
  function insert(bytes, pick) {
    const place = pick(bytes.length + 1);
    const fragments = ['\0', '\r', '\n', '\r\n', ' ', ':', '\xff', '%'];
    const fragment = Buffer.from(fragments[pick(fragments.length)] ?? '', 'latin1');
    return Buffer.concat([bytes.subarray(0, place), fragment, bytes.subarray(place)]);
  },
];

/** One connection's bytes; the same ones for the same seed and number. */
export function fuzzedRequest(seed: number, number: number): FuzzedRequest {
  const generator = xoroshiro128plus(Math.imul(seed, 0x9e37_79b1) ^ number);
  const pick = (below: number): number => (below <= 1 ? 0 : uniformInt(generator, 0, below - 1));
  const kind = KINDS[pick(KINDS.length)];
  const path = PATHS[pick(PATHS.length)] ?? '/';
  let bytes = Buffer.from(kind?.(path, pick) ?? '', 'latin1');
  for (let left = pick(3); left > 0 && bytes.length > 0; left--)
    bytes = Buffer.from(MUTATIONS[pick(MUTATIONS.length)]?.(bytes, pick) ?? bytes);
  const isSlow = pick(20) === 0;
  const pieces = isSlow ? byteByByte(bytes) : inPieces(bytes, 1 + pick(3), pick);
  return { pieces, isSlow, ending: ENDINGS[pick(ENDINGS.length)] ?? 'answer' };
}

/** The beginning byte by byte, and then the rest, or a long body would take as many moments. */
function byteByByte(bytes: Buffer): Buffer[] {
  const slow = Array.from(bytes.subarray(0, MOST_BYTES_SLOW), (byte) => Buffer.of(byte));
  return [...slow, bytes.subarray(MOST_BYTES_SLOW)];
}

function inPieces(bytes: Buffer, count: number, pick: Pick): Buffer[] {
  const ends = Array.from({ length: count - 1 }, () => pick(bytes.length + 1)).sort(
    (one, other) => one - other,
  );
  return [0, ...ends].map((begin, piece) => bytes.subarray(begin, ends[piece] ?? bytes.length));
}
