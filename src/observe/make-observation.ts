import type { Observation } from '../samples/observation.ts';
import { growth, type CounterPoint } from './counter.ts';
import {
  offsetMs,
  windowReadings,
  type ObservationWindow,
  type WindowReadings,
} from './observation-window.ts';
import { observedProcess } from './observed-process.ts';
import { counterOf, processTracks, type ProcessTrack } from './process-track.ts';
import type { RawObservation, Reading } from './reading.ts';
import { fewestWorkers, workersAmong } from './worker-roles.ts';

/** Makes of what was read what is recorded of a window. */
export function makeObservation(raw: RawObservation, window: ObservationWindow): Observation {
  const readings = windowReadings(raw.readings, window);
  const tracks = processTracks(readings);
  const workers = workersAmong(tracks);
  const cpuMs = sum(readings.within.map(({ costMs }) => costMs));
  return {
    source: raw.source,
    notSeen: [...raw.notSeen, ...seldomSeen(readings), ...uncovered(readings)],
    workersExpected: raw.workersExpected,
    atMs: readings.around.map(({ at }) => offsetMs(window, at)),
    processes: tracks
      .toSorted((one, other) => Number(workers.has(other)) - Number(workers.has(one)) || one.pid - other.pid)
      .flatMap((track) => observedProcess(track, readings, workers.has(track)) ?? []),
    listening: raw.seesListening ? listening(workers, readings) : null,
    machine: machineShares(tracks, readings),
    cost: { cpuMs, coreShare: cpuMs / offsetMs(window, window.end) },
  };
}

function listening(workers: ReadonlySet<ProcessTrack>, readings: WindowReadings): Observation['listening'] {
  const queues = readings.within.flatMap(({ acceptQueue }) => acceptQueue ?? []);
  const drops = counter(readings, ({ overflows }) => overflows);
  const holdersLeast = fewestWorkers(workers, readings);
  if (queues.length === 0 && holdersLeast === undefined) return null;
  return {
    acceptQueueMax: queues.length === 0 ? null : Math.max(...queues),
    acceptQueue: readings.around.map(({ acceptQueue }) => acceptQueue ?? null),
    unread: readings.around.map(({ unread }) => unread ?? null),
    overflows: drops.length < 2 ? null : Math.round(growth(drops, readings.start, readings.end)),
    holdersLeast: holdersLeast ?? null,
  };
}

function machineShares(tracks: readonly ProcessTrack[], readings: WindowReadings): Observation['machine'] {
  const { start, end } = readings;
  const grown = (read: (reading: Reading) => number | undefined): number =>
    growth(counter(readings, read), start, end);
  const busyMs = grown(({ machine }) => machine?.busyMs);
  const stolenMs = grown(({ machine }) => machine?.stolenMs);
  const allMs = busyMs + stolenMs + grown(({ machine }) => machine?.idleMs);
  if (allMs === 0) return null;
  const serverMs = sum(
    tracks.map((track) =>
      growth(
        counterOf(track, ({ cpu }) => cpu.totalMs),
        start,
        end,
      ),
    ),
  );
  const generatorMs =
    grown(({ loadstoneCpuMs }) => loadstoneCpuMs) + grown(({ generatorCpuMs }) => generatorCpuMs);
  return {
    busyShare: busyMs / allMs,
    serverShare: serverMs / allMs,
    generatorShare: generatorMs / allMs,
    // Two ways of counting: what is busy, and what processes were charged with, differ by some ticks.
    othersShare: Math.max(0, busyMs - serverMs - generatorMs) / allMs,
    stolenShare: stolenMs / allMs,
  };
}

function counter({ all }: WindowReadings, read: (reading: Reading) => number | undefined): CounterPoint[] {
  return all.flatMap((reading) => {
    const value = read(reading);
    return value === undefined ? [] : [{ at: reading.at, value }];
  });
}

/** What was left out of some readings, to keep the cost down. */
function seldomSeen({ within, all }: WindowReadings): string[] {
  const parts = [
    { what: 'what the threads do', has: hasAny('threadDetail') },
    { what: 'connections of each process', has: hasAny('connections') },
    { what: 'requests that the server had not read', has: ({ unread }: Reading) => unread !== undefined },
    { what: 'the accept queue', has: ({ acceptQueue }: Reading) => acceptQueue !== undefined },
  ];
  return parts.flatMap(({ what, has }) => {
    const made = within.filter(has).length;
    // What was never read is said elsewhere.
    const isRationed = made < within.length && all.some(has);
    return isRationed ? [`${what} at ${made} of ${within.length} readings, to keep the cost down`] : [];
  });
}

const hasAny =
  (field: 'threadDetail' | 'connections') =>
  ({ processes }: Reading): boolean =>
    processes.some((process) => process[field] !== undefined);

/** The parts of the window before the first reading and after the last: counters did not grow there, as far as is known. */
function uncovered({ all, start, end }: WindowReadings): string[] {
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined) return ['anything: there was no reading'];
  const before = Math.round((first.at - start) / 1e6);
  const after = Math.round((end - last.at) / 1e6);
  return [
    ...(before > 0 ? [`the first ${before} ms of the window`] : []),
    ...(after > 0 ? [`the last ${after} ms of the window`] : []),
  ];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
