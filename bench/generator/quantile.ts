/**
 * The smallest value that at least that share of the values did not exceed (Hyndman & Fan 1996, type 1), as the
 * generator's own quantiles are; NaN where there is no value.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  // Where the product should be whole, its rounding error must not reach for the next value.
  const rank = Math.ceil(share * sorted.length - 1e-9);
  return sorted[Math.max(rank, 1) - 1] ?? NaN;
}
