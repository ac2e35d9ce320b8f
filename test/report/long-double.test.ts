import assert from 'node:assert/strict';
import { test } from 'node:test';
import { divided, fixedText, isAtLeast, longDouble } from '../../src/report/long-double.ts';

test('an exact tie goes to the even digit, as in C', () => {
  assert.equal(fixedText(longDouble(0.125), 2), '0.12');
  assert.equal(fixedText(longDouble(0.375), 2), '0.38');
  assert.equal(fixedText(longDouble(2.5), 0), '2');
});

test('a quotient that looks like a tie goes where its 64 bits lie, which need not be where a double lies', () => {
  // Printed by C: printf("%.2Lf", 1005.0L / 1000), and so on.
  const printedByC: [number, string][] = [
    [865, '0.87'],
    [885, '0.88'],
    [905, '0.90'],
    [1_005, '1.00'],
    [1_015, '1.01'],
    [1_235, '1.24'],
  ];
  for (const [microseconds, text] of printedByC) {
    assert.equal(fixedText(divided(longDouble(microseconds), 1_000), 2), text, String(microseconds));
  }
});

test('zero and very large numbers are held', () => {
  assert.equal(fixedText(longDouble(0), 2), '0.00');
  assert.equal(fixedText(divided(longDouble(0), 1_000), 2), '0.00');
  assert.equal(fixedText(longDouble(2 ** 70), 0), (2n ** 70n).toString());
});

test('numbers compare by size', () => {
  assert.ok(isAtLeast(longDouble(850), longDouble(850)));
  assert.ok(!isAtLeast(longDouble(849.999), longDouble(850)));
  assert.ok(isAtLeast(longDouble(1e9), longDouble(850)));
  assert.ok(!isAtLeast(longDouble(0), longDouble(0.1)));
});
