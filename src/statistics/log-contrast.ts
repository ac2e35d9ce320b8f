import type { Estimate } from '../samples/interval.ts';
import { studentTCdf, studentTQuantile } from './distributions.ts';

/** What intervals are stated at. */
export const CONFIDENCE = 0.95;

/** A difference of mean logarithms, such as of two conditions: its exponential is a ratio of geometric means. */
export interface LogContrast {
  /** Of natural logarithms. */
  readonly estimate: number;
  /** Null where too few trials were made to know how they scatter. */
  readonly error: { readonly standardError: number; readonly degreesOfFreedom: number } | null;
}

/**
 * Trials that scatter less than this, on the log scale, do not scatter: what is left is rounding. Figures of a trial have
 * nine digits at the most.
 */
export const ROUNDING = 1e-9;

/** The ratio that a contrast is on the plain scale, with its interval by Student's t. */
export function ratioOf({ estimate, error }: LogContrast): Estimate {
  if (error === null) return { estimate: Math.exp(estimate), low: null, high: null };
  const reach = studentTQuantile((1 + CONFIDENCE) / 2, error.degreesOfFreedom) * error.standardError;
  return {
    estimate: Math.exp(estimate),
    low: Math.exp(estimate - reach),
    high: Math.exp(estimate + reach),
  };
}

/**
 * How probable a contrast at least this far from 0 is where there is none (two-sided, Student's t).
 * @returns null where too few trials were made
 */
export function differencePValue({ estimate, error }: LogContrast): number | null {
  if (error === null) return null;
  const distance = Math.abs(estimate);
  if (error.standardError < ROUNDING) return distance < ROUNDING ? 1 : 0;
  return 2 * studentTCdf(-distance / error.standardError, error.degreesOfFreedom);
}

/**
 * The larger p-value of two one-sided tests (Schuirmann 1987, J. Pharmacokinet. Biopharm. 15, 657-680): that the ratio
 * is outside the margin, which is from 1/(1 + margin) to 1 + margin. Below 0.05 the two are equivalent, and the 90 %
 * interval lies within the margin.
 * @param margin 0.05 is 5 %
 * @returns null where too few trials were made
 */
export function equivalencePValue({ estimate, error }: LogContrast, margin: number): number | null {
  if (error === null) return null;
  const inside = Math.log1p(margin) - Math.abs(estimate);
  if (error.standardError < ROUNDING) return inside > 0 ? 0 : 1;
  return studentTCdf(-inside / error.standardError, error.degreesOfFreedom);
}
