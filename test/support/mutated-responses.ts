import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { responseSamples } from './response-samples.ts';

/** Pieces that framing is sensitive to. */
const FRAGMENTS = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  ':',
  ',',
  ';',
  '"',
  '0\r\n\r\n',
  '-1',
  '99999999999999999999',
  'ffffffffffffffff',
  'HTTP/1.1 200 OK\r\n',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'Content-Length: 3\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Connection: close\r\n',
  'x'.repeat(5_000),
].map((fragment) => Buffer.from(fragment, 'latin1'));

type Mutation = (bytes: Buffer, pick: (below: number) => number) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  function flipBit(bytes, pick) {
    const flipped = Buffer.from(bytes);
    const place = pick(bytes.length);
    flipped[place] = (flipped[place] ?? 0) ^ (1 << pick(8));
    return flipped;
  },
  function replaceByte(bytes, pick) {
    const replaced = Buffer.from(bytes);
    replaced[pick(bytes.length)] = pick(256);
    return replaced;
  },
  function truncate(bytes, pick) {
    return bytes.subarray(0, pick(bytes.length));
  },
  function remove(bytes, pick) {
    const place = pick(bytes.length);
    return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1 + pick(8))]);
  },
  function duplicate(bytes, pick) {
    const start = pick(bytes.length);
    const end = start + 1 + pick(bytes.length - start);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  },
  function insert(bytes, pick) {
    const place = pick(bytes.length);
    const fragment = FRAGMENTS[pick(FRAGMENTS.length)] ?? bytes;
    return Buffer.concat([bytes.subarray(0, place), fragment, bytes.subarray(place)]);
  },
  function swapTails(bytes, pick) {
    const other = Buffer.from(responseSamples[pick(responseSamples.length)]?.text ?? '', 'latin1');
    return Buffer.concat([bytes.subarray(0, pick(bytes.length)), other.subarray(pick(other.length))]);
  },
];

/** Legal responses with one to three things done to them that break most; the same ones for the same seed. */
export function* mutatedResponses(count: number, seed: number): Generator<Buffer> {
  const generator: RandomGenerator = xoroshiro128plus(seed);
  const pick = (below: number): number => (below <= 1 ? 0 : uniformInt(generator, 0, below - 1));
  for (let made = 0; made < count; made++) {
    let bytes = Buffer.from(responseSamples[pick(responseSamples.length)]?.text ?? '', 'latin1');
    for (let left = 1 + pick(3); left > 0; left--)
      bytes = Buffer.from(MUTATIONS[pick(MUTATIONS.length)]?.(bytes, pick) ?? bytes);
    yield bytes;
  }
}
