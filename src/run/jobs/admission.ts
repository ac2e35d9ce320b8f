import { milliseconds, type Milliseconds } from '../../units.ts';
import { BUSY_AT_MOST, BUSY_BEFORE_START_AT_MOST } from './sharing-limits.ts';

/** What a first load that nothing is known of is watched for before others begin. */
export const WATCHED_FOR = milliseconds(5_000);
/** Of the memory that was available before the servers were started, what loads leave. */
const MEMORY_LEFT_AT_LEAST = 0.25;

/** What goes on when the next load of a wave might begin. */
export interface WaveState {
  /** How busy the machine is, in the mean over the last while; undefined while that is not known. */
  readonly busyShare: number | undefined;
  readonly loads: readonly {
    readonly isInWindow: boolean;
    readonly goesOnFor: Milliseconds;
    /** How much of the machine its condition is known to take; undefined where it was not measured yet. */
    readonly knownShare: number | undefined;
  }[];
  /** The same of the one that might begin. */
  readonly knownShare: number | undefined;
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
  /** The machine is too busy for another start. */
  | { state: 'waiting'; for: 'calm' }
  /** There is no room for what its condition is known to take. */
  | { state: 'waiting'; for: 'room' }
  | { state: 'waiting'; for: 'memory' };

/** Decides whether the next load of a wave begins now beside those that go on. */
export function admission({ busyShare, loads, knownShare, memory }: WaveState): Admission {
  const [first, ...others] = loads;
  if (loads.some(({ isInWindow }) => !isInWindow)) return { state: 'waiting', for: 'start' };
  const isUnknown = first !== undefined && others.length === 0 && first.knownShare === undefined;
  if (isUnknown && first.goesOnFor < WATCHED_FOR) return { state: 'waiting', for: 'watch' };
  if (busyShare === undefined || busyShare > BUSY_BEFORE_START_AT_MOST)
    return { state: 'waiting', for: 'calm' };
  if (busyShare + (knownShare ?? 0) > BUSY_AT_MOST) return { state: 'waiting', for: 'room' };
  if (memory.available < memory.before * MEMORY_LEFT_AT_LEAST) return { state: 'waiting', for: 'memory' };
  return { state: 'admitted' };
}
