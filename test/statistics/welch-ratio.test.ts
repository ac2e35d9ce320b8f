import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { studentTQuantile } from '../../src/statistics/distributions.ts';
import { differencePValue, equivalencePValue, ratioOf } from '../../src/statistics/log-contrast.ts';
import { welchRatio } from '../../src/statistics/welch-ratio.ts';
import { SLEEP } from './fixtures/sleep.ts';

/** Values whose logarithms have exactly that mean and sample standard deviation. */
function groupOf(mean: number, stdev: number, count: number): number[] {
  const places = Array.from({ length: count }, (_, index) => index - (count - 1) / 2);
  const scale = Math.sqrt(places.reduce((sum, place) => sum + place ** 2, 0) / (count - 1));
  return places.map((place) => Math.exp(mean + (stdev * place) / scale));
}

describe('welchRatio', () => {
  it("is R's Welch test of Student's sleep data", () => {
    // t.test(extra ~ group, sleep): t = -1.8608, df = 17.776, p-value = 0.07939, -3.3654832 to 0.2054832.
    const contrast = welchRatio(SLEEP.first.map(Math.exp), SLEEP.second.map(Math.exp));
    const { standardError, degreesOfFreedom } = contrast.error ?? { standardError: 0, degreesOfFreedom: 0 };
    assert.equal((contrast.estimate / standardError).toFixed(4), '-1.8608');
    assert.equal(degreesOfFreedom.toFixed(3), '17.776');
    assert.equal(differencePValue(contrast)?.toFixed(5), '0.07939');
    const { low, high } = ratioOf(contrast);
    assert.equal(Math.log(low ?? 0).toFixed(5), '-3.36548');
    assert.equal(Math.log(high ?? 0).toFixed(5), '0.20548');
  });

  it('has no interval where one of the groups is a single trial', () => {
    const contrast = welchRatio([2], [1, 1.1, 0.9]);
    assert.deepEqual(ratioOf(contrast), { estimate: Math.exp(contrast.estimate), low: null, high: null });
    assert.equal(differencePValue(contrast), null);
    assert.equal(equivalencePValue(contrast, 0.05), null);
  });

  it('knows counts that never vary: the same is the same, and another is certain to be another', () => {
    const same = welchRatio([8.33, 8.33, 8.33], [8.33, 8.33]);
    assert.deepEqual([differencePValue(same), equivalencePValue(same, 0.05)], [1, 0]);
    const other = welchRatio([8.33, 8.33, 8.33], [3.33, 3.33]);
    assert.deepEqual([differencePValue(other), equivalencePValue(other, 0.05)], [0, 1]);
  });

  it('turned round, is the inverse of the ratio, with the same certainty', () => {
    const group = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(group, group, (one, other) => {
        const [there, back] = [welchRatio(one, other), welchRatio(other, one)];
        assert.ok(Math.abs(there.estimate + back.estimate) < 1e-12);
        const [p, q] = [differencePValue(there) ?? 0, differencePValue(back) ?? 0];
        assert.ok(Math.abs(p - q) < 1e-12);
      }),
    );
  });
});

describe('equivalencePValue', () => {
  it('has the p-value of a published example of two one-sided tests', () => {
    // Lakens, Improving Your Statistical Inferences, ch. 9: means 4.55 and 4.87, deviations 1.05 and 1.11, 15 in each
    // group, bounds of 0.5 to both sides: t = 0.46, p = 0.33 against the lower bound, the larger of the two.
    const contrast = welchRatio(groupOf(4.55, 1.05, 15), groupOf(4.87, 1.11, 15));
    assert.equal(equivalencePValue(contrast, Math.exp(0.5) - 1)?.toFixed(2), '0.33');
    assert.equal(differencePValue(contrast)?.toFixed(2), '0.42');
  });

  it('is below 0.05 exactly where the 90 % interval lies within the margin (Schuirmann 1987)', () => {
    const group = fc.array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(group, group, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (one, other, margin) => {
        const contrast = welchRatio(one, other);
        const { standardError = 0, degreesOfFreedom = 1 } = contrast.error ?? {};
        fc.pre(standardError > 1e-6);
        const p = equivalencePValue(contrast, margin) ?? 1;
        const reach = studentTQuantile(0.95, degreesOfFreedom) * standardError;
        const bound = Math.log1p(margin);
        fc.pre(Math.abs(p - 0.05) > 1e-5);
        assert.equal(p < 0.05, Math.abs(contrast.estimate) + reach < bound);
      }),
    );
  });
});
