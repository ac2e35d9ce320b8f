import type { ProcessTrack } from './process-track.ts';
import type { ProcessReading, Reading } from './reading.ts';
import type { WindowReadings } from './observation-window.ts';

/**
 * The processes that accept connections: those that the server names, where it does; else those that held the socket that
 * listens at any reading, and none of whose children did.
 */
export function workersAmong(tracks: readonly ProcessTrack[]): Set<ProcessTrack> {
  const named = tracks.filter((track) => atAny(track, ({ isNamed }) => isNamed === true));
  const isSaid = tracks.some((track) => atAny(track, ({ isNamed }) => isNamed !== undefined));
  if (isSaid) return new Set(named);
  const holders = tracks.filter((track) => atAny(track, ({ holdsListener }) => holdsListener === true));
  const parents = new Set(
    holders.flatMap(({ seen }) => Array.from(seen.values(), ({ parentPid }) => parentPid)),
  );
  return new Set(holders.filter(({ pid }) => !parents.has(pid)));
}

/**
 * The fewest workers that held the socket at any reading in the window, or that ran, where the server names them.
 * Undefined where no reading could tell.
 */
export function fewestWorkers(
  workers: ReadonlySet<ProcessTrack>,
  { within }: WindowReadings,
): number | undefined {
  const counts = within.flatMap((reading) => {
    const isSaid = reading.processes.some(({ isNamed }) => isNamed !== undefined);
    return isSaid ? count(workers, reading, 'isNamed') : (holdersAt(workers, reading) ?? []);
  });
  return counts.length === 0 ? undefined : Math.min(...counts);
}

/** Undefined while a process that may hold it was not looked at yet. */
function holdersAt(workers: ReadonlySet<ProcessTrack>, reading: Reading): number | undefined {
  const isKnown = reading.processes.every(({ holdsListener }) => holdsListener !== undefined);
  return isKnown ? count(workers, reading, 'holdsListener') : undefined;
}

function count(
  workers: ReadonlySet<ProcessTrack>,
  reading: Reading,
  field: 'isNamed' | 'holdsListener',
): number {
  return [...workers].filter(({ seen }) => seen.get(reading)?.[field] === true).length;
}

function atAny({ seen }: ProcessTrack, holds: (process: ProcessReading) => boolean): boolean {
  return [...seen.values()].some(holds);
}
