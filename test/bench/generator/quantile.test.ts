import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quantile } from '../../../bench/generator/quantile.ts';

describe('a quantile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  for (const [values, share, expected] of [
    [[7], 0.5, 7],
    [[1, 2], 0.5, 1],
    [[3, 1, 2], 0.5, 2],
    [hundred, 0.99, 99],
    [hundred, 0.999, 100],
    // 0.07 × 100 is 7.000000000000001.
    [hundred, 0.07, 7],
    [hundred, 0, 1],
    [[], 0.5, NaN],
  ] as const) {
    it(`is ${expected} for a share of ${share} of ${values.length} values`, () => {
      assert.equal(quantile(values, share), expected);
    });
  }
});
