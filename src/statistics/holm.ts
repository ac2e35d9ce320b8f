/**
 * The p-values of several comparisons, adjusted so that the chance of even one false alarm among all of them stays what
 * a single one's is (Holm 1979, Scand. J. Stat. 6, 65-70). In the order they were given.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const adjusted = Array.from(pValues, () => 1);
  const ascending = [...pValues.entries()].toSorted(([, one], [, other]) => one - other);
  let largest = 0;
  ascending.forEach(([place, p], rank) => {
    // Never smaller than the one before: whoever is not told apart ends the line.
    largest = Math.max(largest, Math.min(1, p * (pValues.length - rank)));
    adjusted[place] = largest;
  });
  return adjusted;
}
