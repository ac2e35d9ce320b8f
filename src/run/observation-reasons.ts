import type { Observation, ObservedProcess } from '../samples/observation.ts';

/** Of all the processors: others that take more than this, */
const OTHERS_AT_MOST = 0.25;
/** and leave less than this idle, have taken it from what is measured. */
const IDLE_AT_LEAST = 0.15;

/** What is known of a trial apart from its observation. */
interface Known {
  /** That the server has had trouble is known already, and more exactly. */
  readonly isServerTold: boolean;
  /** Other trials of the run were measured meanwhile; how busy the machine may then be is watched while they are. */
  readonly isShared: boolean;
}

/** Why a trial cannot be trusted, as far as it shows in what was seen of the server and its machine. */
export function observationReasons(
  observation: Observation | null,
  { isServerTold, isShared }: Known,
): string[] {
  if (observation === null) return [];
  return [
    ...(isServerTold ? [] : workerReasons(observation)),
    ...(isServerTold ? [] : restartReasons(observation.processes)),
    ...machineReasons(observation.machine, isShared),
  ];
}

function workerReasons({ workersExpected, listening }: Observation): string[] {
  const least = listening?.holdersLeast ?? null;
  if (workersExpected === null || least === null || least >= workersExpected) return [];
  return [`only ${least} of ${workersExpected} workers held the listening socket`];
}

function restartReasons(processes: readonly ObservedProcess[]): string[] {
  const workers = processes.filter(({ isWorker }) => isWorker);
  const [ended, came] = [
    workers.filter(({ endedWithin }) => endedWithin),
    workers.filter(({ firstSeenMs }) => firstSeenMs > 0),
  ];
  return [
    ...(ended.length > 0 ? [`workers ended under the load (pid ${pidsOf(ended)})`] : []),
    ...(came.length > 0 ? [`workers were started under the load (pid ${pidsOf(came)})`] : []),
  ];
}

/** Why a trial cannot be trusted where something else had too much of the machine. */
export function machineReasons(machine: Observation['machine'], isShared: boolean): string[] {
  if (machine === null) return [];
  const { busyShare, stolenShare } = machine;
  // The servers of the other trials are among the others.
  const othersShare = isShared ? 0 : machine.othersShare;
  const idleShare = 1 - busyShare - stolenShare;
  if (othersShare + stolenShare <= OTHERS_AT_MOST || idleShare >= IDLE_AT_LEAST) return [];
  const stolen = stolenShare > 0.01 ? `, and its hypervisor ${percent(stolenShare)}` : '';
  const left = `which left ${percent(Math.max(0, idleShare))} idle`;
  return [
    `the machine was busy with something else: it took ${percent(othersShare)} of the processors${stolen}, ${left}`,
  ];
}

const pidsOf = (processes: readonly ObservedProcess[]): string => processes.map(({ pid }) => pid).join(', ');

const percent = (share: number): string => `${Math.round(share * 100)} %`;
