import type { Nanoseconds } from '../units.ts';
import type { CounterPoint } from './counter.ts';
import type { WindowReadings } from './observation-window.ts';
import type { ProcessReading, Reading } from './reading.ts';

/** One process through all readings. */
export interface ProcessTrack {
  readonly pid: number;
  readonly startedAt: Nanoseconds;
  /** It was there when the first reading was made. */
  readonly isFromFirst: boolean;
  readonly seen: ReadonlyMap<Reading, ProcessReading>;
}

/** The processes that were there in the window. */
export function processTracks({ all, around, end }: WindowReadings): ProcessTrack[] {
  const tracks = new Map<string, { track: ProcessTrack; seen: Map<Reading, ProcessReading> }>();
  for (const reading of all)
    for (const process of reading.processes) {
      const { pid, startedAt } = process;
      // The pid may be another's by the next reading.
      const key = `${pid}@${startedAt}`;
      const known = tracks.get(key);
      if (known !== undefined) known.seen.set(reading, process);
      else {
        const seen = new Map([[reading, process]]);
        tracks.set(key, { track: { pid, startedAt, isFromFirst: reading === all[0], seen }, seen });
      }
    }
  return [...tracks.values()]
    .map(({ track }) => track)
    .filter(({ startedAt, seen }) => startedAt < end && around.some((reading) => seen.has(reading)));
}

/** A counter of a process, where it was read. One that came later began at its start with nothing. */
export function counterOf(
  { startedAt, isFromFirst, seen }: ProcessTrack,
  read: (process: ProcessReading) => number | undefined,
): CounterPoint[] {
  const points = Array.from(seen, ([{ at }, process]) => ({ at, value: read(process) })).filter(
    (point): point is CounterPoint => point.value !== undefined,
  );
  const isLater = !isFromFirst && points[0] !== undefined && startedAt < points[0].at;
  return isLater ? [{ at: startedAt, value: 0 }, ...points] : points;
}
