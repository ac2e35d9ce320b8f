import { median } from './median.ts';
import type { TrialRecord } from './trial-record.ts';

/** Of the most connections that all workers had together at a reading, the share at which they are as good as all open. */
const OPEN = 0.95;

/**
 * How many connections each of the server's workers had in a trial, in the median of the readings at which all were open:
 * one that was made while connections were still being opened says nothing of how they are spread. The most first.
 * @returns undefined where it was not seen
 */
export function workerConnections({ observation }: Pick<TrialRecord, 'observation'>): number[] | undefined {
  const workers = (observation?.processes ?? []).filter(({ isWorker }) => isWorker);
  const isFull = fullReadings(workers.map(({ series }) => series.connections));
  const seen = workers.flatMap(({ connections, series }) =>
    connections === null
      ? []
      : [median(series.connections.filter((_, reading) => isFull(reading))) ?? connections.mean],
  );
  if (seen.length === 0 || seen.length < workers.length) return undefined;
  return seen.toSorted((one, other) => other - one);
}

/** At which readings the workers had as many connections together as at any, or nearly; all workers were read there. */
function fullReadings(byWorker: readonly (readonly (number | null)[])[]): (reading: number) => boolean {
  const length = Math.max(0, ...byWorker.map((counts) => counts.length));
  const totals = Array.from({ length }, (_, reading) =>
    byWorker.reduce<number | null>((sum, counts) => {
      const count = counts[reading] ?? null;
      return sum === null || count === null ? null : sum + count;
    }, 0),
  );
  const most = Math.max(0, ...totals.map((total) => total ?? 0));
  return (reading) => {
    const total = totals[reading] ?? null;
    return total !== null && total > 0 && total >= most * OPEN;
  };
}

/** Workers that are dealt their connections in turn differ by one; a worker may have lost one for a moment. */
const EVEN = 1.5;

/** Whether some workers have more connections than dealing them in turn would give them. */
export const isUnevenlySpread = (connections: readonly number[]): boolean =>
  Math.max(...connections) - Math.min(...connections) > EVEN;
