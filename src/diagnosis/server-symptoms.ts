import { median } from '../samples/median.ts';
import type { Observation, ObservedProcess } from '../samples/observation.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { workerConnections } from '../samples/worker-connections.ts';

/** What the system showed of a condition's server: medians over its trials; null is what was not seen. */
export interface ServerSymptoms {
  /** Processes that accept connections. */
  readonly workers: number;
  /** The most first. */
  readonly connectionsByWorker: readonly number[] | null;
  /** In the same order: processors' worth of time that each ran. */
  readonly cpuByWorker: readonly number[];
  /** In the same order: that, and what it waited for a processor while it was ready, at most its one thread's. */
  readonly busyByWorker: readonly number[];
  /** All processes together, in processors. */
  readonly cpu: number;
  readonly processors: number;
  /** Of all processors: what was not idle, and what the server had of it. */
  readonly machineBusy: number | null;
  readonly serverShare: number | null;
  /** How often each of its threads went to sleep by itself, of all processes. */
  readonly threadSwitches: readonly number[] | null;
  /** Accepted connections whose request lay unread. */
  readonly unread: number | null;
  readonly acceptQueue: number | null;
  readonly overflows: number | null;
}

/** @returns undefined where no trial was observed */
export function serverSymptoms(trials: readonly TrialRecord[]): ServerSymptoms | undefined {
  const seen = trials.flatMap((trial) => {
    const symptoms = trial.observation === null ? undefined : ofTrial(trial, trial.observation);
    return symptoms === undefined ? [] : [symptoms];
  });
  const [first] = seen;
  if (first === undefined) return undefined;
  const maybe = (of: (one: ServerSymptoms) => number | null): number | null => median(seen.map(of));
  const known = (of: (one: ServerSymptoms) => number): number => median(seen.map(of)) ?? 0;
  const alike = seen.filter(({ workers }) => workers === first.workers);
  const each = (of: (one: ServerSymptoms) => readonly number[]): number[] =>
    of(first).map((_, place) => median(alike.map((one) => of(one)[place] ?? null)) ?? 0);
  return {
    workers: known(({ workers }) => workers),
    connectionsByWorker:
      first.connectionsByWorker === null ? null : each((one) => one.connectionsByWorker ?? []),
    cpuByWorker: each(({ cpuByWorker }) => cpuByWorker),
    busyByWorker: each(({ busyByWorker }) => busyByWorker),
    cpu: known(({ cpu }) => cpu),
    processors: first.processors,
    machineBusy: maybe(({ machineBusy }) => machineBusy),
    serverShare: maybe(({ serverShare }) => serverShare),
    threadSwitches: first.threadSwitches,
    unread: maybe(({ unread }) => unread),
    acceptQueue: maybe(({ acceptQueue }) => acceptQueue),
    overflows: maybe(({ overflows }) => overflows),
  };
}

function ofTrial(
  { windowMs, environment }: TrialRecord,
  observation: Observation,
): ServerSymptoms | undefined {
  const { processes, machine, listening } = observation;
  const workers = workersOf(processes);
  // A server whose sockets nobody can see is taken for one that works in all its processes.
  const working = byConnections(workers.length > 0 ? workers : processes);
  if (working.length === 0 || windowMs === 0) return undefined;
  const switches = processes.map(({ threadSwitches }) => threadSwitches);
  const within = (readings: readonly (number | null)[] | undefined): number | null =>
    median((readings ?? []).filter((_, index) => isWithin(observation.atMs[index], windowMs)));
  return {
    workers: workers.length,
    connectionsByWorker: workerConnections({ observation }) ?? null,
    cpuByWorker: working.map(({ cpuMs }) => cpuMs.total / windowMs),
    busyByWorker: working.map((process) => busyOf(process, windowMs)),
    cpu: processes.reduce((sum, { cpuMs }) => sum + cpuMs.total, 0) / windowMs,
    processors: environment.cpuCount,
    machineBusy: machine && machine.busyShare + machine.stolenShare,
    serverShare: machine && machine.serverShare,
    threadSwitches: switches.includes(null) ? null : switches.flatMap((each) => each ?? []),
    unread: within(listening?.unread),
    acceptQueue: within(listening?.acceptQueue),
    overflows: listening?.overflows ?? null,
  };
}

/**
 * Those that accept connections; where a master accepts for others (as that of node:cluster does), those that have the
 * connections in its place.
 */
function workersOf(processes: readonly ObservedProcess[]): ObservedProcess[] {
  const areGiven = processes.some((process) => hasConnections(process) && !process.isWorker);
  return processes.filter((process) => hasConnections(process) || (process.isWorker && !areGiven));
}

const hasConnections = ({ connections }: ObservedProcess): boolean => (connections?.max ?? 0) > 0;

const byConnections = (workers: readonly ObservedProcess[]): ObservedProcess[] =>
  workers.toSorted(
    (one, other) =>
      (other.connections?.mean ?? 0) - (one.connections?.mean ?? 0) || other.cpuMs.total - one.cpuMs.total,
  );

/**
 * How much of one processor a worker would have used. Only one that ran for a good part of the time is said to have
 * waited for more: the many threads of an idle pool that wake in turn wait for each other, and that is no work.
 */
function busyOf({ cpuMs, waitingForCpuMs }: ObservedProcess, windowMs: number): number {
  const ran = cpuMs.total / windowMs;
  const waited = ran < RUNS_MUCH ? 0 : (waitingForCpuMs ?? 0) / windowMs;
  return Math.max(ran, Math.min(1, ran + waited));
}

const RUNS_MUCH = 0.4;

const isWithin = (atMs: number | undefined, windowMs: number): boolean =>
  atMs !== undefined && atMs > 0 && atMs < windowMs;
