import type { Milliseconds } from '../../units.ts';
import { BUSY_AT_MOST, ON_ITS_WAY } from './sharing-limits.ts';

/** Of the memory that was available before the servers of a wave were started, what they leave. */
const MEMORY_LEFT_AT_LEAST = 0.5;

/** A trial, as far as it matters whether others share the machine with it. */
export interface Sharer {
  /** False where its server can only be up once, or nobody sees how busy the machine is. */
  readonly canShare: boolean;
  /** How much of the machine its condition is known to take, 0 to 1; undefined where it was not measured yet. */
  readonly knownShare: number | undefined;
  /** From the beginning of its load to its end. */
  readonly lasts: Milliseconds;
}

/** What there is when the next server of a wave might be started. */
export interface WaveSoFar {
  /** Those whose servers are up. */
  readonly up: readonly [Sharer, ...Sharer[]];
  readonly next: Sharer;
  /** Servers that may be up at once. */
  readonly atMost: number;
  /** The last trial that was measured computes: what is not known may do so too. */
  readonly isWary: boolean;
  /** In bytes; `before` without any server of the wave. */
  readonly memory: {
    readonly before: number;
    readonly available: number;
    readonly largestServer: number;
  };
}

/** Decides whether one more server is started before the first load of a wave. */
export function mayPrepare({ up, next, atMost, isWary, memory }: WaveSoFar): boolean {
  const all = [...up, next];
  return (
    all.length <= Math.min(atMost, overlapping(all)) &&
    all.every(({ canShare }) => canShare) &&
    !(isWary && all.some(({ knownShare }) => knownShare === undefined)) &&
    sum(all.map(({ knownShare }) => knownShare ?? 0)) <= BUSY_AT_MOST &&
    memory.available - memory.largestServer >= memory.before * MEMORY_LEFT_AT_LEAST
  );
}

/** Loads that can begin before the first of them ends: more servers would only stand about. */
const overlapping = (all: readonly Sharer[]): number =>
  1 + Math.max(...all.map(({ lasts }) => lasts)) / ON_ITS_WAY;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
