import { BUSY_AT_MOST } from './sharing-limits.ts';

/** Of the memory that was available before the servers of a wave were started, what they leave. */
const MEMORY_LEFT_AT_LEAST = 0.5;

/** A trial, as far as it matters whether others share the machine with it. */
export interface Sharer {
  /** False where its server can only be up once, or nobody sees how busy the machine is. */
  readonly canShare: boolean;
  /** How much of the machine its condition is known to take, 0 to 1; undefined where it was not measured yet. */
  readonly knownShare: number | undefined;
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
    all.length <= atMost &&
    all.every(({ canShare }) => canShare) &&
    !(isWary && all.some(({ knownShare }) => knownShare === undefined)) &&
    sum(all.map(({ knownShare }) => knownShare ?? 0)) <= BUSY_AT_MOST &&
    memory.available - memory.largestServer >= memory.before * MEMORY_LEFT_AT_LEAST
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
