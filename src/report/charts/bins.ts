/** A stretch of a window, and what was counted in it. */
export interface Bin {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
}

/**
 * Counts of equal intervals in no more than so many wider ones, so that a drawing does not grow with the window.
 * @param most at least 1
 */
export function binned(counts: readonly number[], intervalMs: number, most: number): Bin[] {
  const each = Math.ceil(counts.length / most);
  const bins: Bin[] = [];
  for (let from = 0; from < counts.length; from += each) {
    const own = counts.slice(from, from + each);
    bins.push({
      fromMs: from * intervalMs,
      toMs: (from + own.length) * intervalMs,
      count: own.reduce((sum, count) => sum + count, 0),
    });
  }
  return bins;
}

/** No more than so many elements of a series, evenly spread, the last among them. */
export function thinned<Value>(values: readonly Value[], most: number): Value[] {
  const step = Math.max(1, Math.ceil(values.length / most));
  const last = values.length - 1;
  return values.filter((_, index) => (last - index) % step === 0);
}
