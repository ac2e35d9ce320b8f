import jstat from 'jstat';

const { jStat } = jstat;

/** The value that a standard normal variable does not exceed with probability `p`, between 0 and 1. */
export function normalQuantile(p: number): number {
  checkProbability(p);
  return jStat.normal.inv(p, 0, 1);
}

/** Of a normal variable 95 % lies within so many standard deviations of its mean. */
export const DEVIATES_95 = 1.959963984540054;

/** The probability that a standard normal variable does not exceed `z`. */
export const normalCdf = (z: number): number => jStat.normal.cdf(z, 0, 1);

/**
 * The value that a variable of Student's t distribution does not exceed with probability `p`, between 0 and 1. The
 * degrees of freedom are at least 1 and need not be whole. Right to 1e-7 of it, for p down to 1e-6.
 */
export function studentTQuantile(p: number, degreesOfFreedom: number): number {
  checkProbability(p);
  checkDegrees(degreesOfFreedom);
  return jStat.studentt.inv(p, degreesOfFreedom);
}

/**
 * The probability that a variable of Student's t distribution does not exceed `t`. The degrees of freedom are at least 1
 * and need not be whole. Right to 3e-7 of it in the lower tail, however small.
 */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  checkDegrees(degreesOfFreedom);
  const lower = lowerTail(t ** 2, degreesOfFreedom);
  return t < 0 ? lower : 1 - lower;
}

/**
 * The probability beyond ±t on one side (Abramowitz & Stegun 1964, 26.7.1 with 26.5.27). jStat's own form loses the far
 * tail in a difference: at t = -1e6 it is off by 6e-5 of the value.
 */
function lowerTail(tSquared: number, degreesOfFreedom: number): number {
  if (tSquared === Infinity) return 0;
  const sum = degreesOfFreedom + tSquared;
  // Of the two forms, each keeps its digits where its argument is small.
  return tSquared < degreesOfFreedom
    ? 0.5 - 0.5 * jStat.ibeta(tSquared / sum, 0.5, degreesOfFreedom / 2)
    : 0.5 * jStat.ibeta(degreesOfFreedom / sum, degreesOfFreedom / 2, 0.5);
}

function checkProbability(p: number): void {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability between 0 and 1 was wanted, not ${p}`);
}

function checkDegrees(degreesOfFreedom: number): void {
  if (!(degreesOfFreedom >= 1))
    throw new RangeError(`at least 1 degree of freedom was wanted, not ${degreesOfFreedom}`);
}
