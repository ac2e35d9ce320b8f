import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { geometricMean } from '../../src/statistics/geometric-mean.ts';
import { SLEEP } from './fixtures/sleep.ts';

const positive = fc.double({ min: 1e-3, max: 1e6, noNaN: true });

describe('geometricMean', () => {
  it("has the interval of Student's own example (1908): hours of sleep that one drug gave more than the other", () => {
    // As R prints it for t.test(extra ~ group, sleep, paired = TRUE): 0.7001142 to 2.4598858 about 1.58, df = 9.
    const differences = SLEEP.second.map((hours, patient) => hours - (SLEEP.first[patient] ?? 0));
    const { estimate, low, high } = geometricMean(differences.map(Math.exp));
    assert.equal(Math.log(estimate ?? 0).toFixed(2), '1.58');
    assert.equal(Math.log(low ?? 0).toFixed(5), '0.70011');
    assert.equal(Math.log(high ?? 0).toFixed(5), '2.45989');
  });

  it('has no interval for one trial, and is nothing for none', () => {
    assert.deepEqual(geometricMean([7]), { estimate: Math.exp(Math.log(7)), low: null, high: null });
    assert.deepEqual(geometricMean([]), { estimate: null, low: null, high: null });
  });

  it('grows with its unit: in milliseconds it is a thousand times what it is in seconds', () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 2, maxLength: 8 }), (values) => {
        const one = geometricMean(values);
        const other = geometricMean(values.map((value) => value * 1_000));
        for (const end of ['estimate', 'low', 'high'] as const)
          assert.ok(Math.abs(Math.log((other[end] ?? 0) / (one[end] ?? 0)) - Math.log(1_000)) < 1e-9);
      }),
    );
  });

  it('refuses what has no logarithm', () => {
    for (const value of [0, -1, Number.NaN, Infinity])
      assert.throws(() => geometricMean([1, value]), RangeError);
  });
});
