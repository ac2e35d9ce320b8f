import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { holmAdjusted } from '../../src/statistics/holm.ts';

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });

describe('holmAdjusted', () => {
  it("gives what R's p.adjust does, in the order the values came", () => {
    // p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm") is 0.05 0.08 0.09 0.09 0.09.
    const digits = (values: readonly number[]): string[] => values.map((p) => p.toFixed(4));
    assert.deepEqual(
      digits(holmAdjusted([0.04, 0.01, 0.05, 0.02, 0.03])),
      digits([0.09, 0.05, 0.09, 0.08, 0.09]),
    );
  });

  it('rejects exactly those that the steps of the procedure do', () => {
    fc.assert(
      fc.property(pValues, (values) => {
        const ascending = values.toSorted((one, other) => one - other);
        const stop = ascending.findIndex((p, rank) => p * (values.length - rank) >= 0.05);
        const rejected = new Set(stop < 0 ? ascending : ascending.slice(0, stop));
        const adjusted = holmAdjusted(values);
        values.forEach((p, place) => assert.equal((adjusted[place] ?? 1) < 0.05, rejected.has(p)));
      }),
    );
  });

  it('lies between the value itself and Bonferroni', () => {
    fc.assert(
      fc.property(pValues, (values) => {
        holmAdjusted(values).forEach((adjusted, place) => {
          const p = values[place] ?? 0;
          assert.ok(adjusted >= p && adjusted <= Math.max(p, Math.min(1, p * values.length)));
        });
      }),
    );
  });
});
