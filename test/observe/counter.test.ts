import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { growth } from '../../src/observe/counter.ts';
import { nanoseconds } from '../../src/units.ts';

const points = [
  [0, 0],
  [10, 100],
  [20, 100],
  [30, 400],
].map(([at = 0, value = 0]) => ({ at: nanoseconds(at), value }));

const CASES: readonly [number, number, number][] = [
  [0, 30, 400],
  [10, 20, 0],
  [5, 10, 50],
  [15, 25, 150],
  [-10, 5, 50],
  [25, 90, 150],
  [40, 90, 0],
];
for (const [from, to, expected] of CASES)
  test(`from ${from} to ${to} it grew by ${expected}: evenly between two readings, and not beyond them`, () => {
    assert.equal(growth(points, nanoseconds(from), nanoseconds(to)), expected);
  });

test('what was never read did not grow', () => {
  assert.equal(growth([], nanoseconds(0), nanoseconds(10)), 0);
});

test('the growth of two spans that follow each other is that of both together', () => {
  const moment = fc.integer({ min: -10, max: 50 });
  fc.assert(
    fc.property(moment, moment, moment, (...moments) => {
      const [a, b, c] = moments.toSorted((x, y) => x - y).map(nanoseconds);
      if (a === undefined || b === undefined || c === undefined) return;
      assert.ok(Math.abs(growth(points, a, b) + growth(points, b, c) - growth(points, a, c)) < 1e-9);
      assert.ok(growth(points, a, b) >= 0);
    }),
  );
});
