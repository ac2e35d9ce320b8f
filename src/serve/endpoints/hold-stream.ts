import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Uniform01 } from '../../plan/hold.ts';

/**
 * The randomness that one thread draws its holds from, a stream of its own. The same seed gives each thread the same
 * draws again; which request gets which draw depends on the thread it comes to and on the order there, and is not
 * reproducible.
 */
export function holdStream(seed: number, workerPlace: number, threadId: number): Uniform01 {
  const generator = xoroshiro128plus(
    [seed, workerPlace, threadId].reduce((hash, part) => mixed((hash + GOLDEN) ^ part), 0),
  );
  return () => uniformFloat64(generator);
}

/** 2^32 divided by the golden ratio: keeps zeros from mixing to zero. */
const GOLDEN = 0x9e37_79b9;

/** The finaliser of MurmurHash3 (Appleby, public domain): neighbouring numbers become unlike ones. */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}
