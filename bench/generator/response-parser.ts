/** What it costs to find the end of a response: `node bench/generator/response-parser.ts`. */
import { HeadCache } from '../../src/load/http/head-cache.ts';
import { ResponseParser } from '../../src/load/http/response-parser.ts';

const ROUNDS = 5;
const RESPONSES = 500_000;
/** So many different responses follow each other where heads change. */
const DIFFERENT = 512;
const CONNECTIONS = 64;

/** A response as nginx sends it, with some fields of its own. */
function responseOf(fields: readonly string[], body: string): Buffer {
  const head = [
    'HTTP/1.1 200 OK',
    'Server: nginx/1.22.1',
    'Date: Mon, 01 Jan 2024 00:00:00 GMT',
    'Content-Type: text/plain',
    ...fields,
    'Connection: keep-alive',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1');
}

function withLength(length: number, ...fields: readonly string[]): Buffer {
  return responseOf([...fields, `Content-Length: ${length}`], 'x'.repeat(length));
}

function changing(make: (id: string, index: number) => Buffer): Buffer[] {
  return Array.from({ length: DIFFERENT }, (_, index) =>
    make(String(index * 7_919).padStart(36, 'a'), index),
  );
}

const chunk = `64\r\n${'x'.repeat(100)}\r\n`;
const chunked = (chunks: number): Buffer =>
  responseOf(['Transfer-Encoding: chunked'], `${chunk.repeat(chunks)}0\r\n\r\n`);

const cases: readonly [name: string, responses: readonly Buffer[], pieces: number][] = [
  ['body of 100 bytes', [withLength(100)], 1],
  ['body of 10 kB', [withLength(10_000)], 1],
  ['body of 10 kB in 8 reads', [withLength(10_000)], 8],
  ['one chunk of 100 bytes', [chunked(1)], 1],
  ['ten chunks of 100 bytes', [chunked(10)], 1],
  ['a header changes each time', changing((id) => withLength(100, `X-Request-Id: ${id}`)), 1],
  ['the length changes each time', changing((_, index) => withLength(10 + index)), 1],
  ['nine headers change each time', changing((id) => withLength(100, ...fieldsWith(id))), 1],
  ['the head comes in 4 reads', [withLength(100)], 4],
];

function fieldsWith(id: string): string[] {
  return Array.from({ length: 9 }, (_, index) => `X-Header-Number-${index}: ${id}`);
}

/** The mean time for one response, in the best round: what else the machine does only adds to it. */
function nanosecondsEach(responses: readonly Buffer[], pieces: number): number {
  const cache = new HeadCache();
  const parsers = Array.from({ length: CONNECTIONS }, () => new ResponseParser(cache));
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let count = 0; count < RESPONSES; count++) {
      const response = responses[count % responses.length] ?? Buffer.alloc(0);
      const parser = parsers[count % CONNECTIONS];
      let outcome = -1;
      for (let piece = 0; piece < pieces; piece++) {
        const from = Math.floor((response.length * piece) / pieces);
        outcome = parser?.feed(response, from, Math.floor((response.length * (piece + 1)) / pieces)) ?? -1;
      }
      if (outcome !== response.length) throw new Error(`the response ended at ${outcome}`);
    }
    best = Math.min(best, ((performance.now() - start) * 1e6) / RESPONSES);
  }
  return best;
}

for (const [name, responses, pieces] of cases)
  process.stdout.write(`${name.padEnd(32)}${nanosecondsEach(responses, pieces).toFixed(0).padStart(6)} ns\n`);
