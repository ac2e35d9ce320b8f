import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { splitEvenly } from '../../src/load/split-evenly.ts';

it('loses nothing and differs by one at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 64 }), (total, parts) => {
      const split = splitEvenly(total, parts);
      assert.equal(split.length, parts);
      assert.equal(
        split.reduce((sum, part) => sum + part, 0),
        total,
      );
      assert.ok(Math.max(...split) - Math.min(...split) <= 1);
    }),
  );
});
