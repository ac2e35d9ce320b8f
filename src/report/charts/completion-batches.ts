import type { Bin } from './bins.ts';

/** Of the window, what may have completions for them to be batches. */
const BUSY_SHARE = 0.4;
/** Batches differ from the usual one by no more than this share. */
const ALIKE = 0.25;

/**
 * Stretches of completions with nothing in between, where they are of one size.
 * @returns undefined where responses came back all the time, or in stretches of no one size
 */
export function batchesOf(completed: readonly number[], intervalMs: number): Bin[] | undefined {
  const stretches: { from: number; to: number; count: number }[] = [];
  for (const [index, count] of completed.entries()) {
    if (count === 0) continue;
    const last = stretches.at(-1);
    if (last !== undefined && last.to === index) {
      last.to = index + 1;
      last.count += count;
    } else stretches.push({ from: index, to: index + 1, count });
  }
  const busy = completed.filter((count) => count > 0).length / completed.length;
  const usual =
    stretches.map(({ count }) => count).toSorted((one, other) => one - other)[
      Math.floor(stretches.length / 2)
    ] ?? 0;
  const areAlike = stretches.every(({ count }) => Math.abs(count - usual) <= usual * ALIKE);
  if (stretches.length < 2 || busy > BUSY_SHARE || !areAlike) return undefined;
  return stretches.map(({ from, to, count }) => ({
    fromMs: from * intervalMs,
    toMs: to * intervalMs,
    count,
  }));
}

/** In bursts at least this share of the bins after the first completion has none, */
const QUIET_SHARE = 0.2;
/** and so many times as many as chance leaves empty. */
const BEYOND_CHANCE = 4;

/**
 * Whether responses came back close together with nothing in between, be the sizes alike or not. Of completions that
 * come by chance, λ a bin in the mean, e^-λ of the bins are empty (Poisson).
 */
export function isInBursts(bins: readonly Bin[]): boolean {
  const counts = bins.map(({ count }) => count);
  const since = counts.slice(counts.findIndex((count) => count > 0));
  const total = since.reduce((sum, count) => sum + count, 0);
  const quiet = since.filter((count) => count === 0).length / since.length;
  const byChance = Math.exp(-total / since.length);
  return total > 0 && quiet >= QUIET_SHARE && quiet >= BEYOND_CHANCE * byChance;
}

/** The size that most batches have. */
export function usualSize(batches: readonly Bin[]): number {
  const sizes = [...Map.groupBy(batches, ({ count }) => count)].toSorted(
    ([, one], [, other]) => other.length - one.length,
  );
  return sizes[0]?.[0] ?? 0;
}
