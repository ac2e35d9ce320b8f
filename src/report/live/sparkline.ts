const NONE = '▁';
const LEVELS = ['▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Counts as blocks, each as high as its share of the largest; one that is not 0 always stands above those that are. */
export function sparkline(counts: readonly number[]): string {
  const most = Math.max(...counts, 1);
  return counts
    .map((count) => (count === 0 ? NONE : (LEVELS[Math.ceil((count / most) * LEVELS.length) - 1] ?? NONE)))
    .join('');
}

/**
 * Joins as many neighbours as it takes for the whole of a series to have no more than `room` places. Those at the end that are not
 * complete yet are left out.
 * @param whole how many counts there will be in the end
 * @returns the joined counts, and how many are in each
 */
export function joined(
  counts: readonly number[],
  whole: number,
  room: number,
): { counts: number[]; each: number } {
  const each = Math.max(1, Math.ceil(Math.max(whole, counts.length) / Math.max(1, room)));
  const places = Math.floor(counts.length / each);
  return {
    counts: Array.from({ length: places }, (_, place) =>
      counts.slice(place * each, (place + 1) * each).reduce((sum, count) => sum + count, 0),
    ),
    each,
  };
}
