import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { DurationCount } from '../../src/samples/duration-counts.ts';
import { kaplanMeierMean } from '../../src/statistics/kaplan-meier.ts';

const counts = (...entries: [number, number][]): DurationCount[] => entries as unknown as DurationCount[];

function grouped(values: readonly number[]): DurationCount[] {
  const sorted = values.toSorted((left, right) => left - right);
  return counts(...sorted.map((value): [number, number] => [value, 1]));
}

describe('kaplanMeierMean', () => {
  it('is the plain mean where nothing is censored', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1 }), (values) => {
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        assert.ok(Math.abs((kaplanMeierMean(grouped(values), []) ?? 0) - mean) < 1e-6 * mean);
      }),
    );
  });

  it('gives the restricted mean of the 6-MP remission times (Freireich et al. 1963)', () => {
    // Weeks in remission, 21 patients; survival 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448 after
    // 6, 7, 10, 13, 16, 22 and 23 weeks, the last observation censored at 35.
    const remission = counts([6, 3], [7, 1], [10, 1], [13, 1], [16, 1], [22, 1], [23, 1]);
    const still = counts(
      [6, 1],
      [9, 1],
      [10, 1],
      [11, 1],
      [17, 1],
      [19, 1],
      [20, 1],
      [25, 1],
      [32, 2],
      [34, 1],
      [35, 1],
    );
    // The area under those steps up to 35 weeks, as R's survival package prints it: rmean 23.3.
    assert.equal(kaplanMeierMean(remission, still)?.toFixed(1), '23.3');
  });

  it('counts a request still waiting as waiting: never below the mean of the survivors alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1 }),
        fc.array(fc.integer({ min: 1, max: 1_000 })),
        (ended, waiting) => {
          const naive = kaplanMeierMean(grouped(ended), []) ?? 0;
          assert.ok((kaplanMeierMean(grouped(ended), grouped(waiting)) ?? 0) >= naive - 1e-9);
        },
      ),
    );
  });

  it('knows no mean where nothing ended', () => {
    assert.equal(kaplanMeierMean([], counts([5, 3])), undefined);
  });
});
