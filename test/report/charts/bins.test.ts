import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { binned, thinned } from '../../../src/report/charts/bins.ts';

test('bins lose no count, are no more than asked for, and lie end to end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1_000), { minLength: 1, maxLength: 500 }),
      fc.integer({ min: 1, max: 150 }),
      (counts, most) => {
        const bins = binned(counts, 10, most);
        assert.ok(bins.length <= most);
        assert.equal(
          bins.reduce((sum, { count }) => sum + count, 0),
          counts.reduce((sum, count) => sum + count, 0),
        );
        assert.equal(bins.at(-1)?.toMs, counts.length * 10);
        for (const [index, { fromMs }] of bins.entries()) assert.equal(fromMs, bins[index - 1]?.toMs ?? 0);
      },
    ),
  );
});

test('a thinned series is in order, no longer than asked for, and keeps its last element', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { minLength: 1, maxLength: 500 }),
      fc.integer({ min: 1, max: 150 }),
      (values, most) => {
        const numbered = values.map((value, index) => ({ value, index }));
        const kept = thinned(numbered, most);
        assert.ok(kept.length <= most && kept.length > 0);
        assert.equal(kept.at(-1)?.index, values.length - 1);
        assert.deepEqual(
          kept,
          kept.toSorted((one, other) => one.index - other.index),
        );
      },
    ),
  );
});
