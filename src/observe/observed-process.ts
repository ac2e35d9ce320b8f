import type { ObservedProcess } from '../samples/observation.ts';
import { growth } from './counter.ts';
import { offsetMs, type WindowReadings } from './observation-window.ts';
import { counterOf, type ProcessTrack } from './process-track.ts';
import type { ProcessReading, Reading, ThreadDetail } from './reading.ts';

/** Makes the record of one process in the window. */
export function observedProcess(
  track: ProcessTrack,
  readings: WindowReadings,
  isWorker: boolean,
): ObservedProcess | undefined {
  const seen = readings.around.flatMap((reading) => track.seen.get(reading) ?? []);
  const last = seen.at(-1);
  if (last === undefined) return undefined;
  const threads = seen.flatMap((process) => process.threads ?? []);
  return {
    pid: track.pid,
    parentPid: last.parentPid,
    command: last.command,
    isWorker,
    ...presence(track, readings),
    cpuMs: cpuTimes(track, readings),
    ...threadFigures(track, readings),
    memoryBytesMax: Math.max(...seen.map(({ memoryBytes }) => memoryBytes)),
    threadsMax: threads.length === 0 ? null : Math.max(...threads),
    connections: connectionFigures(track, readings),
    series: series(track, readings),
  };
}

type Presence = Pick<ObservedProcess, 'firstSeenMs' | 'lastSeenMs' | 'endedWithin'>;

function presence(track: ProcessTrack, readings: WindowReadings): Presence {
  const seen = readings.around.filter((reading) => track.seen.has(reading));
  const [first, last] = [seen[0], seen.at(-1)];
  const [from, to] = [first?.at ?? readings.start, last?.at ?? readings.end];
  return {
    firstSeenMs: track.startedAt <= readings.start ? 0 : Math.max(0, offsetMs(readings, from)),
    lastSeenMs: Math.max(0, offsetMs(readings, to < readings.end ? to : readings.end)),
    endedWithin: last !== readings.around.at(-1),
  };
}

function cpuTimes(track: ProcessTrack, { start, end }: WindowReadings): ObservedProcess['cpuMs'] {
  const part = (read: (process: ProcessReading) => number | undefined): number | null => {
    const points = counterOf(track, read);
    return points.length === 0 ? null : growth(points, start, end);
  };
  return {
    total: growth(
      counterOf(track, ({ cpu }) => cpu.totalMs),
      start,
      end,
    ),
    user: part(({ cpu }) => cpu.userMs),
    system: part(({ cpu }) => cpu.systemMs),
  };
}

type ThreadFigures = Pick<
  ObservedProcess,
  'waitingForCpuMs' | 'threadStates' | 'threadSwitches' | 'contextSwitches'
>;

function threadFigures(track: ProcessTrack, { start, end, within, around }: WindowReadings): ThreadFigures {
  const grown = (field: Exclude<keyof ThreadDetail, 'switchesOfEach'>): number | null => {
    const points = counterOf(track, ({ threadDetail }) => threadDetail?.[field]);
    return points.length < 2 ? null : growth(points, start, end);
  };
  const [voluntary, involuntary] = [grown('voluntarySwitches'), grown('involuntarySwitches')];
  const details = within.flatMap((reading) => track.seen.get(reading)?.threadDetail ?? []);
  const meanOf = (field: Exclude<keyof ThreadDetail, 'switchesOfEach'>): number =>
    mean(details.map((detail) => detail[field]));
  return {
    waitingForCpuMs: grown('waitingMs'),
    threadStates:
      details.length === 0
        ? null
        : {
            running: meanOf('running'),
            sleeping: meanOf('sleeping'),
            blocked: meanOf('blocked'),
            other: meanOf('other'),
          },
    threadSwitches: threadSwitches(track, around),
    contextSwitches:
      voluntary === null || involuntary === null
        ? null
        : { voluntary: Math.round(voluntary), involuntary: Math.round(involuntary) },
  };
}

const LISTED_THREADS = 500;

/** As the last of the readings that has them: they are counted from the first one on. */
function threadSwitches(track: ProcessTrack, around: readonly Reading[]): number[] | null {
  const last = around.flatMap((reading) => track.seen.get(reading)?.threadDetail ?? []).at(-1);
  if (last === undefined) return null;
  return last.switchesOfEach
    .filter((switches) => switches > 0)
    .toSorted((one, other) => other - one)
    .slice(0, LISTED_THREADS);
}

function connectionFigures(track: ProcessTrack, { within }: WindowReadings): ObservedProcess['connections'] {
  const counts = within.flatMap((reading) => track.seen.get(reading)?.connections ?? []);
  const atEnd = counts.at(-1);
  return atEnd === undefined ? null : { mean: mean(counts), max: Math.max(...counts), atEnd };
}

function series(track: ProcessTrack, { all, around }: WindowReadings): ObservedProcess['series'] {
  const of = <Figure>(read: (process: ProcessReading) => Figure | undefined): (Figure | null)[] =>
    around.map((reading) => {
      const process = track.seen.get(reading);
      return (process && read(process)) ?? null;
    });
  return {
    cpuShare: around.map((reading) => cpuShare(track, reading, all[all.indexOf(reading) - 1])),
    memoryBytes: of(({ memoryBytes }) => memoryBytes),
    threads: of(({ threads }) => threads),
    threadsRunning: of(({ threadDetail }) => threadDetail?.running),
    connections: of(({ connections }) => connections),
  };
}

function cpuShare({ seen }: ProcessTrack, reading: Reading, before: Reading | undefined): number | null {
  const [now, then] = [seen.get(reading), before && seen.get(before)];
  if (now === undefined || then === undefined || before === undefined) return null;
  return (now.cpu.totalMs - then.cpu.totalMs) / ((reading.at - before.at) / 1e6);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
