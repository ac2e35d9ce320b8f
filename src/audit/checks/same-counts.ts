import { broken, figure, holds, type Check } from '../check.ts';
import { exact } from '../stated-figure.ts';
import type { StatedResult } from '../stated-result.ts';

/** Counts of the same requests are the same. */
export function sameCounts({ sameCounts: counts }: StatedResult): Check[] {
  if (counts.length < 2) return [];
  const figures = counts.map(({ name, count }) => figure(name, 'requests', exact(count)));
  const isSame = counts.every(({ count }) => count === counts[0]?.count);
  return [isSame ? holds('sameCounts', figures) : broken('sameCounts', 'countsDiffer', figures)];
}
