import type { DurationCount } from '../samples/duration-counts.ts';
import { summariseResponseTimes } from '../samples/response-time.ts';
import type { OwnTrialRecord, WholeLedger } from '../samples/own-trial-record.ts';
import type { Arrivals } from '../samples/ledger-schema.ts';
import type { LoadResult } from './run-load.ts';

/** Where every request ended, over all generator threads. */
export function mergeLedgers({ counters, threads }: LoadResult): WholeLedger {
  return {
    inFlightAtStart: counters.inFlightAtStart,
    started: counters.started,
    completed: counters.completed,
    completedLate: counters.completedLate,
    timedOut: counters.timedOut,
    failed: sumByKey(threads.map((thread) => thread.samples.failures)),
    inFlightAtEnd: sumOver(threads, ({ samples }) => samples.inFlight.length),
  };
}

/** What became of the connections of all threads. */
export function mergeConnections(threads: LoadResult['threads']): OwnTrialRecord['connections'] {
  return {
    used: sumOver(threads, ({ connections }) => connections.used),
    opened: sumOver(threads, ({ connections }) => connections.opened),
    reused: sumOver(threads, ({ connections }) => connections.reused),
    closedByServer: sumOver(threads, ({ connections }) => connections.closedByServer),
    closedWhileFree: sumOver(threads, ({ connections }) => connections.closedWhileFree),
    neverOpened: sumOver(threads, ({ connections }) => connections.neverOpened),
  };
}

/**
 * What became of the arrivals of all threads; null in a closed loop.
 * @param waits of all threads, ascending
 */
export function mergeArrivals(
  threads: LoadResult['threads'],
  waits: readonly DurationCount[],
): Arrivals | null {
  const counts = threads.flatMap(({ arrivals }) => (arrivals === undefined ? [] : [arrivals]));
  if (counts.length === 0) return null;
  const sum = (of: (thread: (typeof counts)[number]) => number): number =>
    counts.reduce((total, thread) => total + of(thread), 0);
  return {
    scheduled: sum(({ scheduled }) => scheduled),
    unsentAtStart: sum(({ unsentAtStart }) => unsentAtStart),
    waited: sum(({ waited }) => waited),
    waitMs: summariseResponseTimes(waits, undefined),
    skipped: sum(({ skipped }) => skipped),
    gaveUpWaiting: sum(({ gaveUpWaiting }) => gaveUpWaiting),
    unsentAtEnd: sum(({ unsentAtEnd }) => unsentAtEnd),
  };
}

function sumOver(
  threads: LoadResult['threads'],
  of: (thread: LoadResult['threads'][number]) => number,
): number {
  return threads.reduce((sum, thread) => sum + of(thread), 0);
}

/** Adds up what threads counted by kind. */
export function sumByKey(maps: readonly ReadonlyMap<string | number, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const map of maps) for (const [key, count] of map) sums[key] = (sums[key] ?? 0) + count;
  return sums;
}
