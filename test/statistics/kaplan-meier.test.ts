import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { kaplanMeier } from '../../src/statistics/kaplan-meier.ts';
import { counts, grouped, IN_REMISSION, RELAPSED } from './fixtures/remission-times.ts';

const anyDurations = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 100 });

describe('the Kaplan-Meier curve', () => {
  it('gives the published survival of the 6-MP remission times (Freireich et al. 1963), with its errors', () => {
    const { durations, survival, atRisk, relativeVariance, longest } = kaplanMeier(RELAPSED, IN_REMISSION);
    // As in Klein & Moeschberger (2003), table 4.1, and by R's survfit.
    assert.deepEqual([...durations], [6, 7, 10, 13, 16, 22, 23]);
    assert.deepEqual([...atRisk], [21, 17, 15, 12, 11, 7, 6]);
    assert.deepEqual(
      [...survival].map((share) => share.toFixed(4)),
      ['0.8571', '0.8067', '0.7529', '0.6902', '0.6275', '0.5378', '0.4482'],
    );
    assert.deepEqual(
      [...survival].map((share, index) => (share * Math.sqrt(relativeVariance[index] ?? 0)).toFixed(4)),
      ['0.0764', '0.0869', '0.0963', '0.1068', '0.1141', '0.1282', '0.1346'],
    );
    assert.equal(longest, 35);
  });

  it('never rises, stays between 0 and 1, and is less certain the further it goes', () => {
    fc.assert(
      fc.property(anyDurations, anyDurations, anyDurations, (ended, cut, failed) => {
        const { survival, relativeVariance } = kaplanMeier(grouped(ended), grouped(cut), grouped(failed));
        const [before, variances] = [
          [1, ...survival],
          [0, ...relativeVariance],
        ];
        for (const [index, share] of survival.entries()) {
          assert.ok(share >= -1e-12 && share <= (before[index] ?? 0));
          assert.ok((relativeVariance[index] ?? 0) >= (variances[index] ?? 0));
        }
      }),
    );
  });

  it('is the share that is longer, with the variance of a binomial, where nothing is cut short', () => {
    fc.assert(
      fc.property(anyDurations, (values) => {
        const { durations, survival, relativeVariance } = kaplanMeier(grouped(values));
        for (const [index, duration] of durations.entries()) {
          const share = values.filter((value) => value > duration).length / values.length;
          const found = survival[index] ?? NaN;
          assert.ok(Math.abs(found - share) < 1e-12);
          if (share === 0) continue;
          const variance = found ** 2 * (relativeVariance[index] ?? NaN);
          assert.ok(Math.abs(variance - (share * (1 - share)) / values.length) < 1e-12);
        }
      }),
    );
  });

  it('takes one that was cut short when another ended for longer, in whatever list it is', () => {
    const one = kaplanMeier(counts([5, 1], [9, 1]), counts([5, 1]), counts([9, 1]));
    const other = kaplanMeier(counts([5, 1], [9, 1]), [], counts([5, 1], [9, 1]));
    assert.deepEqual([...one.atRisk], [4, 2]);
    assert.deepEqual(one, other);
  });

  it('is empty where nothing ended', () => {
    const { durations, longest } = kaplanMeier([], counts([5, 3]));
    assert.equal(durations.length, 0);
    assert.equal(longest, 5);
  });
});
