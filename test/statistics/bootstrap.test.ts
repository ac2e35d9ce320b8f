import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bcaInterval, bootstrapGeometricMean } from '../../src/statistics/bootstrap.ts';
import { geometricMean } from '../../src/statistics/geometric-mean.ts';
import { normalDraws } from './fixtures/normal-draws.ts';

describe('bcaInterval', () => {
  it('has the published interval of the spatial test data (Efron & Tibshirani 1993, table 14.1 and 14.2)', () => {
    const scores = [
      48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41,
    ];
    // Their statistic is the variance, with n in the denominator.
    const variance = (sample: readonly number[]): number => {
      const mean = sample.reduce((sum, score) => sum + score, 0) / sample.length;
      return sample.reduce((sum, score) => sum + (score - mean) ** 2, 0) / sample.length;
    };
    assert.equal(variance(scores).toFixed(1), '171.5');
    // Printed: 115.8 to 259.6 at 90 %, from 2,000 resamples; an end of theirs is right to about 3.
    const { low, high } = bcaInterval(scores, variance, { seed: 1, confidence: 0.9 });
    assert.ok(Math.abs(low - 115.8) < 3, `${low}`);
    assert.ok(Math.abs(high - 259.6) < 6, `${high}`);
  });
});

describe('bootstrapGeometricMean', () => {
  const values = normalDraws(11, 40).map((z) => Math.exp(2 + 0.1 * z));

  it("agrees with Student's t to a tenth of its width where the logarithms are normal", () => {
    const { low, high } = geometricMean(values);
    const bootstrap = bootstrapGeometricMean(values, 3);
    const tolerance = ((high ?? 0) - (low ?? 0)) / 10;
    assert.ok(Math.abs((bootstrap?.low ?? 0) - (low ?? 0)) < tolerance);
    assert.ok(Math.abs((bootstrap?.high ?? 0) - (high ?? 0)) < tolerance);
  });

  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(bootstrapGeometricMean(values, 3), bootstrapGeometricMean(values, 3));
    assert.notDeepEqual(bootstrapGeometricMean(values, 3), bootstrapGeometricMean(values, 4));
  });

  it('is not made of fewer than 20 trials', () => {
    assert.equal(bootstrapGeometricMean(values.slice(0, 19), 3), null);
    assert.notEqual(bootstrapGeometricMean(values.slice(0, 20), 3), null);
  });

  it('is a point where no trial differs', () => {
    const { low, high } = bootstrapGeometricMean(
      Array.from({ length: 20 }, () => 5),
      3,
    ) ?? { low: 0, high: 0 };
    assert.equal(low.toFixed(9), '5.000000000');
    assert.equal(high, low);
  });
});
