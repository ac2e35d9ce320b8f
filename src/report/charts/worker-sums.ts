import type { ServerTelemetry, WorkerTelemetry } from '../../samples/server-telemetry.ts';

type Field = Exclude<keyof WorkerTelemetry['series'], 'atMs'>;

/**
 * What the workers of a server said together at each of some moments. A report is about the time since the one before
 * it, so what holds at a moment is the first report at or after it.
 * @param together puts the workers' figures together
 * @returns null where no worker has a report of that time
 */
export function overWorkers(
  { workers }: ServerTelemetry,
  field: Field,
  atMs: readonly number[],
  together: (values: readonly number[]) => number,
): (number | null)[] {
  return atMs.map((at) => {
    const values = workers.flatMap(({ series }) => {
      const index = series.atMs.findIndex((report) => report >= at);
      return series[field][index] ?? [];
    });
    return values.length === 0 ? null : together(values);
  });
}

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The moments of the worker that reported most often. */
export function reportMoments({ workers }: ServerTelemetry): readonly number[] {
  const all = workers.map(({ series }) => series.atMs);
  return all.toSorted((one, other) => other.length - one.length)[0] ?? [];
}
