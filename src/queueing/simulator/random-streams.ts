import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';

/**
 * What chance decides, each from a stream of its own: another number of draws of one does not change the others. Holds
 * are last, since each kind of request takes the next stream after theirs.
 */
const PURPOSES = ['think', 'kind', 'spread', 'order', 'hold'] as const;

export type RandomStreams = Readonly<Record<(typeof PURPOSES)[number], JumpableRandomGenerator>>;

/**
 * The streams of one simulation: 2^64 draws of one generator lie between any two (xoroshiro128+; Blackman & Vigna 2018).
 */
export function randomStreams(seed: number): RandomStreams {
  const generator = xoroshiro128plus(seed);
  return Object.fromEntries(PURPOSES.map((purpose) => [purpose, nextStream(generator)])) as RandomStreams;
}

/** A stream of its own, 2^64 draws further on; the generator goes there too. */
export function nextStream(generator: JumpableRandomGenerator): JumpableRandomGenerator {
  generator.jump();
  return generator.clone();
}
