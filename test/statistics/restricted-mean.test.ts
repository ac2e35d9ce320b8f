import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { kaplanMeier } from '../../src/statistics/kaplan-meier.ts';
import { restrictedMean } from '../../src/statistics/restricted-mean.ts';
import { counts, grouped, IN_REMISSION, RELAPSED } from './fixtures/remission-times.ts';

const someDurations = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1 });

describe('the mean of durations some of which were cut short', () => {
  it('is the plain mean where none was, with the variance of the sample over their number', () => {
    fc.assert(
      fc.property(someDurations, (values) => {
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length ** 2;
        const found = restrictedMean(kaplanMeier(grouped(values))) ?? assert.fail();
        assert.ok(Math.abs(found.mean - mean) < 1e-9 * mean);
        assert.ok(Math.abs(found.variance - variance) <= 1e-9 * mean ** 2);
        assert.equal(found.restrictedTo, undefined);
      }),
    );
  });

  it('gives the restricted mean of the 6-MP remission times (Freireich et al. 1963)', () => {
    const found = restrictedMean(kaplanMeier(RELAPSED, IN_REMISSION)) ?? assert.fail();
    // The area under the published steps up to 35 weeks; R's survfit prints rmean 23.29, se(rmean) 2.83.
    assert.equal(found.mean.toFixed(2), '23.29');
    assert.equal(Math.sqrt(found.variance).toFixed(2), '2.83');
    assert.equal(found.restrictedTo, 35);
  });

  it('counts a request still waiting as waiting: never below the mean of the survivors alone', () => {
    fc.assert(
      fc.property(someDurations, fc.array(fc.integer({ min: 1, max: 1_000_000 })), (ended, waiting) => {
        const naive = restrictedMean(kaplanMeier(grouped(ended)))?.mean ?? NaN;
        const found = restrictedMean(kaplanMeier(grouped(ended), grouped(waiting)))?.mean ?? NaN;
        assert.ok(found >= naive * (1 - 1e-9));
      }),
    );
  });

  it('knows none where nothing ended', () => {
    assert.equal(restrictedMean(kaplanMeier([], counts([5, 3]))), undefined);
  });
});
