import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { ConnectionSpread } from './simulation-model.ts';

/** Says which worker a connection comes to that is opened now. */
export type ConnectionWorker = (connection: number) => number;

/** @param isHeldUp whether a worker's event loop is busy now */
export function connectionWorkers(
  spread: ConnectionSpread,
  workers: number,
  generator: RandomGenerator,
  isHeldUp: (worker: number) => boolean,
): ConnectionWorker {
  switch (spread.policy) {
    case 'roundRobin': {
      let opened = 0;
      return () => opened++ % workers;
    }
    case 'hash':
      return () => Math.floor(uniformFloat64(generator) * workers);
    case 'firstAwake':
      return () => firstAwake(workers, generator, isHeldUp);
    case 'counts':
      return byCounts(spread.counts);
  }
}

/** By chance among the free ones; where there is none, among all, since it waits for the first that will be. */
function firstAwake(
  workers: number,
  generator: RandomGenerator,
  isHeldUp: (worker: number) => boolean,
): number {
  let free = 0;
  for (let worker = 0; worker < workers; worker++) if (!isHeldUp(worker)) free++;
  if (free === 0) return Math.floor(uniformFloat64(generator) * workers);
  let left = Math.floor(uniformFloat64(generator) * free);
  for (let worker = 0; ; worker++) if (!isHeldUp(worker) && left-- === 0) return worker;
}

/** A connection stays with its worker when it is opened anew; those beyond the number counted begin from the first again. */
function byCounts(counts: readonly number[]): ConnectionWorker {
  const workers = counts.flatMap((count, worker) => Array.from({ length: count }, () => worker));
  return (connection) => workers[connection % workers.length] ?? 0;
}
