import type { TrialRecord } from '../samples/trial-record.ts';

/**
 * How many connections each of the server's workers had in a trial, in the mean over the window; the most first.
 * @returns undefined where it was not seen
 */
export function workerConnections({ observation }: TrialRecord): number[] | undefined {
  const workers = (observation?.processes ?? []).filter(({ isWorker }) => isWorker);
  const seen = workers.flatMap(({ connections }) => (connections === null ? [] : [connections.mean]));
  if (seen.length === 0 || seen.length < workers.length) return undefined;
  return seen.toSorted((one, other) => other - one);
}
