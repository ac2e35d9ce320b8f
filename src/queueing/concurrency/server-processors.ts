import type { TrialRecord } from '../../samples/trial-record.ts';

/** What the server used of the processors in a trial. */
export interface ServerProcessors {
  /** Processors, on average. */
  readonly used: number;
  /** As many as its workers could use, each of them one. */
  readonly usable: number;
  /** Of the whole machine, the server and its load together; what others take limits nobody's slots. */
  readonly machineBusyShare: number | null;
}

/** Shorter than this, a trial has too few readings to tell. */
const TELLING_MS = 400;
const BUSY = 0.85;
const MACHINE_BUSY = 0.95;

/** Of the longest of some trials; undefined where nobody saw it. */
export function serverProcessors(trials: readonly TrialRecord[]): ServerProcessors | undefined {
  const seen = trials
    .filter(({ observation, windowMs }) => observation !== null && windowMs >= TELLING_MS)
    .toSorted((one, other) => other.windowMs - one.windowMs)[0];
  const observation = seen?.observation ?? undefined;
  if (seen === undefined || observation === undefined || observation.processes.length === 0) return undefined;
  const spanMs = (observation.atMs.at(-1) ?? seen.windowMs) - (observation.atMs[0] ?? 0);
  const cpuMs = observation.processes.reduce((sum, { cpuMs: { total } }) => sum + total, 0);
  const workers = observation.processes.filter(({ isWorker }) => isWorker).length;
  return {
    used: cpuMs / Math.max(spanMs, seen.windowMs),
    usable: Math.max(1, Math.min(workers, seen.environment.cpuCount)),
    machineBusyShare: observation.machine && observation.machine.busyShare - observation.machine.othersShare,
  };
}

/** The server's workers, or with their load the whole machine, had no processor left. */
export const areBusy = ({ used, usable, machineBusyShare }: ServerProcessors): boolean =>
  used >= BUSY * usable || (machineBusyShare ?? 0) >= MACHINE_BUSY;
