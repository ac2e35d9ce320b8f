/** The unit of a time axis. */
export interface AxisUnit {
  readonly name: 's' | 'ms' | 'us';
  readonly ms: number;
}

/** The unit in which a span reads best. */
export function axisUnit(longestMs: number): AxisUnit {
  if (longestMs >= 1_000) return { name: 's', ms: 1_000 };
  return longestMs >= 1 ? { name: 'ms', ms: 1 } : { name: 'us', ms: 0.001 };
}
