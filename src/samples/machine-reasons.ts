import type { Observation } from './observation.ts';

/** Of all the processors: others that take more than this, */
const OTHERS_AT_MOST = 0.25;
/** and leave less than this idle, have taken it from what is measured. */
const IDLE_AT_LEAST = 0.15;

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

const percent = (share: number): string => `${Math.round(share * 100)} %`;
