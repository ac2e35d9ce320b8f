import { milliseconds, type Milliseconds } from '../../units.ts';
import { BUSY_AT_MOST, ON_ITS_WAY } from './sharing-limits.ts';

/** What a first load that nothing is known of is watched for before others begin. */
export const WATCHED_FOR = milliseconds(5_000);
/** Of the memory that was available before the servers were started, what loads leave. */
const MEMORY_LEFT_AT_LEAST = 0.25;

/** What goes on when the next load of a wave might begin. */
export interface WaveState {
  /** How busy the machine is, in the mean over the last while or at the last look, whichever is more; undefined while that is not known. */
  readonly busyShare: number | undefined;
  readonly loads: readonly {
    readonly goesOnFor: Milliseconds;
    /** undefined: it has not begun. */
    readonly inWindowFor: Milliseconds | undefined;
    /** How much of the machine its condition is known to take; undefined where it was not measured yet. */
    readonly knownShare: number | undefined;
  }[];
  /** Loads of the wave that have begun, those that are over included. */
  readonly begun: number;
  /** How much of the machine the one that might begin is known to take. */
  readonly knownShare: number | undefined;
  /** What its start takes besides. */
  readonly startShare: number;
  /** In bytes. */
  readonly memory: { readonly before: number; readonly available: number };
}

/** Whether the next load of a wave begins, or what it waits for. */
export type Admission =
  | { state: 'admitted' }
  /** The one before it has not come to its window. */
  | { state: 'waiting'; for: 'start' }
  /** Nothing is known of the first, and it is watched whether it computes. */
  | { state: 'waiting'; for: 'watch' }
  /** The machine is too busy for its start, and for what it may be expected to take. */
  | { state: 'waiting'; for: 'calm' }
  | { state: 'waiting'; for: 'memory' };

/**
 * Decides whether the next load of a wave begins now beside those that go on. What is not known of it is taken to be what
 * each of those takes.
 */
export function admission(state: WaveState): Admission {
  const { busyShare, loads, begun, knownShare, startShare, memory } = state;
  if (loads.some(({ inWindowFor }) => inWindowFor === undefined || inWindowFor < ON_ITS_WAY))
    return { state: 'waiting', for: 'start' };
  const first = begun === 1 ? loads[0] : undefined;
  if (first !== undefined && first.knownShare === undefined && first.goesOnFor < WATCHED_FOR)
    return { state: 'waiting', for: 'watch' };
  if (busyShare === undefined) return { state: 'waiting', for: 'calm' };
  const expected = knownShare ?? busyShare / Math.max(1, loads.length);
  if (busyShare + expected + startShare > BUSY_AT_MOST) return { state: 'waiting', for: 'calm' };
  if (memory.available < memory.before * MEMORY_LEFT_AT_LEAST) return { state: 'waiting', for: 'memory' };
  return { state: 'admitted' };
}
