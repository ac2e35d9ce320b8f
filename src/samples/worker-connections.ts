import { median } from './median.ts';
import type { TrialRecord } from './trial-record.ts';

/**
 * How many connections each of the server's workers had in a trial, in the median of the readings: one that was made while
 * connections were still being opened says nothing of how they are spread. The most first.
 * @returns undefined where it was not seen
 */
export function workerConnections({ observation }: Pick<TrialRecord, 'observation'>): number[] | undefined {
  const workers = (observation?.processes ?? []).filter(({ isWorker }) => isWorker);
  const seen = workers.flatMap(({ connections, series }) =>
    connections === null ? [] : [median(series.connections) ?? connections.mean],
  );
  if (seen.length === 0 || seen.length < workers.length) return undefined;
  return seen.toSorted((one, other) => other - one);
}

/** Workers that are dealt their connections in turn differ by one; a worker may have lost one for a moment. */
const EVEN = 1.5;

/** Whether some workers have more connections than dealing them in turn would give them. */
export const isUnevenlySpread = (connections: readonly number[]): boolean =>
  Math.max(...connections) - Math.min(...connections) > EVEN;
