import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { Uniform01 } from '../../plan/hold.ts';

/** What chance decides, each from a stream of its own: another number of draws of one does not change the others. */
const PURPOSES = ['hold', 'think', 'kind', 'spread', 'order'] as const;

export type RandomStreams = Readonly<Record<(typeof PURPOSES)[number], Uniform01>>;

/**
 * The streams of one simulation: 2^64 draws of one generator lie between any two (xoroshiro128+; Blackman & Vigna 2018).
 * The same seed gives the same on every machine.
 */
export function randomStreams(seed: number): RandomStreams {
  const generator = xoroshiro128plus(seed);
  const streams = PURPOSES.map((purpose): [string, Uniform01] => {
    generator.jump();
    const own = generator.clone();
    return [purpose, () => uniformFloat64(own)];
  });
  return Object.fromEntries(streams) as RandomStreams;
}
