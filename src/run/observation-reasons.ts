import { machineReasons } from '../samples/machine-reasons.ts';
import type { Observation, ObservedProcess } from '../samples/observation.ts';

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

const pidsOf = (processes: readonly ObservedProcess[]): string => processes.map(({ pid }) => pid).join(', ');
