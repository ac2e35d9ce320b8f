import type { TrialRecord } from '../../samples/trial-record.ts';

/**
 * How much of the machine a trial took for itself, 0 to 1: its server's processes and the threads that loaded it,
 * whatever else ran.
 * @returns undefined where it was not observed
 */
export function ownShare({ observation, generator, environment, windowMs }: TrialRecord): number | undefined {
  if (observation?.machine == null || windowMs === 0) return undefined;
  const generatorMs = generator.threads.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  return observation.machine.serverShare + generatorMs / (windowMs * Math.max(1, environment.cpuCount));
}
