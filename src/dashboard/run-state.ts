import type { RunSummary } from '../store/run-store.ts';

/**
 * What became of a run. `starting`: it began a moment ago, and has not said how far it is; `brokeOff`: it calls itself
 * running, and nobody has said anything of it for long.
 */
export type RunState = 'starting' | 'running' | 'brokeOff' | 'finished' | 'interrupted';

/** A runner says every few seconds at least how far it is. */
export const SILENT_AFTER_MS = 15_000;

export function runState({ state, startedAt, liveAt }: RunSummary, nowMs: number): RunState {
  if (state !== 'running') return state;
  const heardMs = Date.parse(liveAt ?? startedAt);
  // A time that is none is no sign of life, nor is one to come: it is from before the clock was set back.
  if (!(Math.abs(nowMs - heardMs) <= SILENT_AFTER_MS)) return 'brokeOff';
  return liveAt === null ? 'starting' : 'running';
}

/** Whether more may come. */
export const goesOn = (state: RunState): boolean => state === 'starting' || state === 'running';
