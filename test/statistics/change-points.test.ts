import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { changePoints } from '../../src/statistics/change-points.ts';

/** Squared deviation of each segment from its mean, and the penalty for each change. */
function costOf(values: readonly number[], begins: readonly number[], penalty: number): number {
  const bounds = [0, ...begins, values.length];
  const segments = bounds.slice(1).map((end, index) => values.slice(bounds[index], end));
  return segments.reduce((sum, segment) => {
    const mean = segment.reduce((total, value) => total + value, 0) / segment.length;
    return sum + segment.reduce((total, value) => total + (value - mean) ** 2, 0);
  }, penalty * begins.length);
}

/** Every way to part so many values. */
function segmentations(length: number): number[][] {
  return Array.from({ length: 2 ** (length - 1) }, (_, bits) =>
    Array.from({ length: length - 1 }, (_unused, index) => index + 1).filter(
      (begin) => (bits >> (begin - 1)) % 2 === 1,
    ),
  );
}

describe('change-points', () => {
  it('are those of the cheapest of all segmentations', () => {
    const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (series, penalty) => {
        const least = Math.min(
          ...segmentations(series.length).map((begins) => costOf(series, begins, penalty)),
        );
        assert.ok(costOf(series, changePoints(series, penalty), penalty) <= least + 1e-9);
      }),
    );
  });

  it('stand where the level changes', () => {
    assert.deepEqual(changePoints([5, 5, 5, 1, 1, 1, 1, 3, 3], 1), [3, 7]);
    assert.deepEqual(changePoints([2, 2, 2, 2], 1), []);
    assert.deepEqual(changePoints([], 1), []);
  });
});
