import type { RunTable } from './run-table.ts';

/** The one unit that all response times of a table are given in. */
export interface TimeUnit {
  readonly name: 's' | 'ms' | 'us';
  readonly ms: number;
}

/** The unit in which the longest response time of a run reads best. */
export function timeUnitOf({ rows }: RunTable): TimeUnit {
  const times = rows.flatMap(({ figures, published }) => [
    figures?.p50Ms ?? figures?.p50BeyondMs ?? 0,
    figures?.p99Ms ?? figures?.p99BeyondMs ?? 0,
    figures?.meanMs ?? 0,
    figures?.onTimeMeanMs ?? 0,
    published?.meanMs ?? 0,
  ]);
  const longest = Math.max(0, ...times);
  if (longest >= 1_000) return { name: 's', ms: 1_000 };
  // Without a single response time, milliseconds are as good as any.
  return longest >= 1 || longest === 0 ? { name: 'ms', ms: 1 } : { name: 'us', ms: 0.001 };
}
