import type { Nanoseconds } from '../units.ts';

/** What a counter showed at a moment. */
export interface CounterPoint {
  readonly at: Nanoseconds;
  readonly value: number;
}

/**
 * By how much a counter grew between two moments. Between two readings it is taken to have grown evenly, before the first
 * and after the last not at all. 0 where nothing was read.
 */
export function growth(points: readonly CounterPoint[], from: Nanoseconds, to: Nanoseconds): number {
  return valueAt(points, to) - valueAt(points, from);
}

function valueAt(points: readonly CounterPoint[], at: Nanoseconds): number {
  const after = points.findIndex((point) => point.at >= at);
  if (after === -1) return points.at(-1)?.value ?? 0;
  const [before, next] = [points[after - 1], points[after]];
  if (next === undefined || before === undefined) return next?.value ?? 0;
  return before.value + ((next.value - before.value) * (at - before.at)) / (next.at - before.at);
}
