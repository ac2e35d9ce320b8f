import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { ArrivalProcess } from './load-settings.ts';

/** One thread's share of the arrivals of all. */
interface UnitArrivalOptions {
  process: ArrivalProcess;
  seed: number;
  thread: number;
  threads: number;
}

/** Arrivals at a rate of 1 over all threads: each call gives the time of the thread's next, from 0. */
export function unitArrivals({ process, seed, thread, threads }: UnitArrivalOptions): () => number {
  switch (process) {
    case 'constant': {
      let count = 0;
      return () => count++ * threads + thread;
    }
    case 'poisson': {
      const generator = xoroshiro128plus(seed + thread * SEED_STEP);
      let time = 0;
      return () => (time += -Math.log1p(-uniformFloat64(generator)) * threads);
    }
  }
}

/** Keeps the threads' seeds apart (2^32 divided by the golden ratio, so that no two runs share one soon). */
const SEED_STEP = 0x9e37_79b9;
