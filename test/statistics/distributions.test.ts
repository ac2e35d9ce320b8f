import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  normalCdf,
  normalQuantile,
  studentTCdf,
  studentTQuantile,
} from '../../src/statistics/distributions.ts';

const isNear = (value: number, expected: number, relative: number): boolean =>
  Math.abs(value / expected - 1) <= relative;

/** Quantiles have closed forms for 1, 2 and 4 degrees of freedom (Shaw 2006, J. Comput. Finance 9(4), 37-73). */
const CLOSED_FORMS: Readonly<Record<number, (p: number) => number>> = {
  1: (p) => -1 / Math.tan(Math.PI * p),
  2: (p) => (2 * p - 1) / Math.sqrt(2 * p * (1 - p)),
  4: (p) => {
    const root = Math.sqrt(4 * p * (1 - p));
    return Math.sign(p - 0.5) * 2 * Math.sqrt(Math.cos(Math.acos(root) / 3) / root - 1);
  },
};

describe("Student's t", () => {
  it('gives the percentage points of the printed table to its digits', () => {
    // Abramowitz & Stegun 1964, table 26.10: t for the two-sided probabilities 0.8, 0.9, 0.95, 0.98, 0.99, 0.998.
    const table: readonly [degreesOfFreedom: number, row: readonly string[]][] = [
      [1, ['3.078', '6.314', '12.706', '31.821', '63.657', '318.309']],
      [2, ['1.886', '2.920', '4.303', '6.965', '9.925', '22.327']],
      [4, ['1.533', '2.132', '2.776', '3.747', '4.604', '7.173']],
      [9, ['1.383', '1.833', '2.262', '2.821', '3.250', '4.297']],
      [16, ['1.337', '1.746', '2.120', '2.583', '2.921', '3.686']],
      [30, ['1.310', '1.697', '2.042', '2.457', '2.750', '3.385']],
      [120, ['1.289', '1.658', '1.980', '2.358', '2.617', '3.160']],
    ];
    for (const [degreesOfFreedom, row] of table)
      assert.deepEqual(
        [0.9, 0.95, 0.975, 0.99, 0.995, 0.999].map((p) => studentTQuantile(p, degreesOfFreedom).toFixed(3)),
        row,
      );
  });

  it('is right far out in the tails, where there is a closed form to tell', () => {
    for (const [degreesOfFreedom, exact] of Object.entries(CLOSED_FORMS))
      for (const p of [1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.025, 0.1, 0.3]) {
        assert.ok(isNear(studentTQuantile(p, Number(degreesOfFreedom)), exact(p), 1e-7));
        assert.ok(isNear(studentTCdf(exact(p), Number(degreesOfFreedom)), p, 3e-7));
      }
    // With 2 degrees of freedom the tail beyond -t is 1/(2 t²) for a large t.
    assert.ok(isNear(studentTCdf(-1e6, 2), 5e-13, 1e-6));
  });

  it('takes degrees of freedom that are not whole', () => {
    // By numerical integration with 30 digits (mpmath 1.3, betainc and findroot).
    assert.ok(isNear(studentTQuantile(1e-6, 1.05), -175_852.477_391_898, 1e-7));
    assert.ok(isNear(studentTQuantile(0.025, 3.7), -2.867_520_707_191_19, 1e-7));
    assert.ok(isNear(studentTCdf(-2.1, 5.5), 0.042_345_962_564_873_5, 3e-7));
    assert.ok(isNear(studentTCdf(-1_000, 5.5), 5.585_789_748_972_71e-16, 3e-7));
  });

  it('gives back the probability whose quantile it was asked for, and is symmetric', () => {
    const probability = fc.double({ min: 1e-6, max: 0.5, noNaN: true });
    const degrees = fc.double({ min: 1, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(probability, degrees, (p, degreesOfFreedom) => {
        const t = studentTQuantile(p, degreesOfFreedom);
        assert.ok(isNear(studentTCdf(t, degreesOfFreedom), p, 1e-6));
        assert.ok(isNear(studentTCdf(-t, degreesOfFreedom), 1 - p, 1e-6));
      }),
    );
  });

  it('refuses what has no answer', () => {
    assert.throws(() => studentTQuantile(0, 5), RangeError);
    assert.throws(() => studentTQuantile(0.5, 0.5), RangeError);
    assert.throws(() => studentTCdf(1, Number.NaN), RangeError);
    assert.throws(() => normalQuantile(1), RangeError);
  });
});

describe('the normal distribution', () => {
  it('gives the printed quantiles to their digits', () => {
    // Abramowitz & Stegun 1964, table 26.5 and 26.6: x for the upper tails 0.1, 0.05, 0.025, 0.01, 0.005, 1e-4, 1e-6.
    const printed = ['1.28155', '1.64485', '1.95996', '2.32635', '2.57583', '3.71902', '4.75342'];
    const tails = [0.1, 0.05, 0.025, 0.01, 0.005, 1e-4, 1e-6];
    assert.deepEqual(
      tails.map((tail) => normalQuantile(1 - tail).toFixed(5)),
      printed,
    );
    for (const tail of tails) assert.ok(isNear(normalCdf(normalQuantile(tail)), tail, 1e-9));
  });
});
