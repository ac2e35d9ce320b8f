/** The largest differences of a series, changes of its level among them, that its noise is not judged by. */
const LEFT_OUT = 0.1;
/** The mean square of the nine in ten smallest of normal variables, over their variance. */
const KEPT_SQUARE = 0.623;
/** Where values depend on the last more than this, noise cannot be told from drift. */
const STRONGEST = 0.9;

/**
 * The variance that the noise of a series gives its mean, times its length: for independent values their variance, for
 * values that depend on the last one more (the long-run variance of a first-order autoregression). It is estimated from
 * the differences of values one and two apart, since a change of level is in few of them; the correlation follows from
 * their ratio (Chakar et al. 2017, § 2), which is held to 0 to 0.9.
 * @param values at least 4
 */
export function longRunVariance(values: readonly number[]): number {
  const [next, afterNext] = [1, 2].map((lag) => differenceVariance(values, lag)) as [number, number];
  if (next === 0) return 0;
  const correlation = Math.min(Math.max(0, afterNext / next - 1), STRONGEST);
  return (next * (1 + correlation)) / (2 * (1 - correlation) ** 2);
}

/** The variance of values around the level near them. */
export function shortRunVariance(values: readonly number[]): number {
  return differenceVariance(values, 1) / 2;
}

/** The variance of the differences of values so far apart, without the largest tenth. */
function differenceVariance(values: readonly number[], lag: number): number {
  const squares = values
    .slice(lag)
    .map((value, index) => (value - (values[index] ?? 0)) ** 2)
    .toSorted((one, other) => one - other);
  const kept = squares.slice(0, Math.max(1, Math.round(squares.length * (1 - LEFT_OUT))));
  return kept.reduce((sum, square) => sum + square, 0) / kept.length / KEPT_SQUARE;
}
