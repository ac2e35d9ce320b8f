import { DEVIATES_95 } from './distributions.ts';

/**
 * By what a positive estimate is divided and multiplied for the ends of its 95 % interval: the delta method on the logarithm,
 * so that no end is below 0. The reciprocal of the estimate has the same.
 * @param variance of the estimate
 */
export const deltaFactor = (estimate: number, variance: number): number =>
  estimate === 0 ? 1 : Math.exp((DEVIATES_95 * Math.sqrt(variance)) / estimate);
