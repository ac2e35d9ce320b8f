import type { Microseconds } from '../units.ts';
import { DEVIATES_95 } from './distributions.ts';
import type { SurvivalCurve } from './kaplan-meier.ts';

/** A quantile with its 95 % interval; undefined is beyond the longest duration seen. */
export interface DurationQuantile {
  estimate: Microseconds | undefined;
  low: Microseconds | undefined;
  high: Microseconds | undefined;
}

/** Of the 95 %, what is left out on each side. */
const TAIL = 0.025;
/** A survival that equals a share may have come out of its product a little above it. */
const ROUNDING = 1 + 1e-9;

/**
 * Quantiles of a duration: the shortest that at least that share does not exceed. The interval is every duration at
 * which that share agrees with the survival curve, by the test that Brookmeyer & Crowley (1982) invert, on the scale
 * of log(-log survival) with Greenwood's variance (Klein & Moeschberger 2003, § 4.5). Where all or
 * nothing is left that variance does not exist; there the test is the exact binomial one of those that were at risk.
 * @param shares ascending, each between 0 and 1
 */
export function survivalQuantiles(curve: SurvivalCurve, shares: readonly number[]): DurationQuantile[] {
  const { durations, survival, relativeVariance, atRisk } = curve;
  const found = shares.map((): DurationQuantile => ({
    estimate: undefined,
    low: undefined,
    high: undefined,
  }));
  const of = (which: number): Partial<DurationQuantile> => found[which] ?? {};
  const goals = [...shares.map((share) => Math.log(-Math.log(1 - share))), Infinity];
  const left = [...shares.map((share) => (1 - share) * ROUNDING), -1];
  // How far each has come: one pass finds all, since for a larger share none of the three is shorter.
  let [estimates, lows, highs] = [0, 0, 0];
  for (let index = 0; index < durations.length && highs < shares.length; index++) {
    const duration = durations[index] as Microseconds;
    const beyond = survival[index] ?? 0;
    while (beyond <= (left[estimates] ?? -1)) of(estimates++).estimate = duration;
    if (beyond <= 0) {
      while (lows < shares.length) of(lows++).low = duration;
      while (chanceOfAll(shares[highs], atRisk[index] ?? 0) < TAIL) of(highs++).high = duration;
    } else {
      const hazard = -Math.log(beyond);
      const centre = Math.log(hazard);
      // By the delta method.
      const half = (DEVIATES_95 * Math.sqrt(relativeVariance[index] ?? 0)) / hazard;
      while (centre + half >= (goals[lows] ?? Infinity)) of(lows++).low = duration;
      while (centre - half > (goals[highs] ?? Infinity)) of(highs++).high = duration;
    }
  }
  for (const [which, share] of shares.entries())
    if (chanceOfAll(1 - share, atRisk[0] ?? Infinity) >= TAIL) of(which).low = 0 as Microseconds;
  return found;
}

/** The probability of something that befalls each of them with that probability to befall all; 1 without one. */
const chanceOfAll = (probability: number | undefined, count: number): number => (probability ?? 1) ** count;
