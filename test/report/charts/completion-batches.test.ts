import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Bin } from '../../../src/report/charts/bins.ts';
import { isInBursts } from '../../../src/report/charts/completion-batches.ts';

const binsOf = (counts: readonly number[]): Bin[] =>
  counts.map((count, index) => ({ fromMs: index, toMs: index + 1, count }));

/** So many completions, each in a bin of its own choice: what is left to chance. */
const byChance = (bins: number, perBin: number) =>
  fc
    .array(fc.integer({ min: 0, max: bins - 1 }), { minLength: bins * perBin, maxLength: bins * perBin })
    .map((places) => {
      const counts = Array.from({ length: bins }, () => 0);
      for (const place of places) counts[place] = (counts[place] ?? 0) + 1;
      return counts;
    });

test('completions that come by chance are no bursts, however few they are', () => {
  for (const perBin of [1, 2, 5])
    fc.assert(
      fc.property(byChance(120, perBin), (counts) => {
        assert.equal(isInBursts(binsOf(counts)), false);
      }),
      { numRuns: 30, seed: 1 },
    );
});

test('completions with nothing between them are bursts, whatever their sizes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 20, max: 90 }), { minLength: 5, maxLength: 12 }),
      fc.integer({ min: 3, max: 9 }),
      (sizes, gap) => {
        const counts = sizes.flatMap((size) => [
          Math.floor(size / 2),
          Math.ceil(size / 2),
          ...Array(gap).fill(0),
        ]);
        assert.equal(isInBursts(binsOf(counts as number[])), true);
      },
    ),
    { numRuns: 50 },
  );
});

test('nothing completed is no burst, and neither is what began late', () => {
  assert.equal(isInBursts(binsOf([0, 0, 0])), false);
  assert.equal(
    isInBursts(binsOf([...Array.from({ length: 60 }, () => 0), ...Array.from({ length: 60 }, () => 7)])),
    false,
  );
});
