import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { kaplanMeier } from '../../src/statistics/kaplan-meier.ts';
import { survivalQuantiles } from '../../src/statistics/survival-quantiles.ts';
import { counts, grouped, IN_REMISSION, RELAPSED } from './fixtures/remission-times.ts';

describe('quantiles of durations some of which were cut short', () => {
  it('gives the published median of the 6-MP remission times: 23 weeks, 13 to no upper end', () => {
    // Klein & Moeschberger (2003), § 4.5: the log-log interval; the same by R's survfit(conf.type = "log-log").
    const [median] = survivalQuantiles(kaplanMeier(RELAPSED, IN_REMISSION), [0.5]);
    assert.deepEqual(median, { estimate: 23, low: 13, high: undefined });
  });

  it('are the nearest ranks where nothing was cut short', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 500 }), (values) => {
        const sorted = values.toSorted((one, other) => one - other);
        const shares = [0.5, 0.75, 0.9, 0.99];
        const found = survivalQuantiles(kaplanMeier(grouped(values)), shares);
        for (const [which, share] of shares.entries()) {
          const rank = Math.ceil(Number((share * values.length).toPrecision(12)));
          assert.equal(found[which]?.estimate, sorted[rank - 1]);
        }
      }),
    );
  });

  it('lie within their intervals, and never rise as the share falls', () => {
    const anyDurations = fc.array(fc.nat(200), { maxLength: 200 });
    fc.assert(
      fc.property(anyDurations, anyDurations, (ended, cut) => {
        let before = { estimate: 0, low: 0, high: 0 };
        for (const found of survivalQuantiles(
          kaplanMeier(grouped(ended), grouped(cut)),
          [0.1, 0.5, 0.9, 0.99],
        )) {
          const { estimate = Infinity, low = Infinity, high = Infinity } = found;
          assert.ok(low <= estimate && estimate <= high, JSON.stringify(found));
          assert.ok(estimate >= before.estimate && low >= before.low && high >= before.high);
          before = { estimate, low, high };
        }
      }),
    );
  });

  it('are certain where a constant hold leaves no doubt, and open above where too few were seen', () => {
    const at = (count: number) => survivalQuantiles(kaplanMeier(counts([10, count])), [0.5, 0.99]);
    // By the exact test 368 that all are no longer refute that 1 % is longer: 0.99^367 > 0.025 > 0.99^368.
    assert.deepEqual(at(367)[1], { estimate: 10, low: 10, high: undefined });
    assert.deepEqual(at(368)[1], { estimate: 10, low: 10, high: 10 });
    // Of five, all may be longer than the median, or all shorter: 2^-5 > 0.025 > 2^-6.
    assert.deepEqual(at(5)[0], { estimate: 10, low: 0, high: undefined });
    assert.deepEqual(at(6)[0], { estimate: 10, low: 10, high: 10 });
  });

  it('are beyond the data where too many were cut short, and so are their ends', () => {
    const [median, upper] = survivalQuantiles(kaplanMeier(counts([1, 30]), counts([30, 70])), [0.5, 0.9]);
    assert.deepEqual(median, { estimate: undefined, low: undefined, high: undefined });
    assert.deepEqual(upper, { estimate: undefined, low: undefined, high: undefined });
    const [near] = survivalQuantiles(kaplanMeier(counts([1, 49]), counts([30, 51])), [0.5]);
    assert.deepEqual(near, { estimate: undefined, low: 1, high: undefined });
  });
});
