import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { medianOf, signed, spreadOf } from '../../bench/figures.ts';

describe('figures of several rounds', () => {
  it('leave out the rounds that failed', () => {
    assert.equal(medianOf([NaN, 1, 3, 2]), 2);
    assert.equal(spreadOf([NaN, 1, 3, 2], 1), '2.0 (1.0 to 3.0)');
  });

  it('are a dash where every round failed', () => {
    assert.ok(Number.isNaN(medianOf([NaN])));
    assert.equal(spreadOf([NaN], 1), '—');
    assert.equal(signed(NaN), '—');
  });

  for (const [value, text] of [
    [1_234.4, '+1,234'],
    [-7, '−7'],
    [0.4, '0'],
    [-0.4, '0'],
  ] as const) {
    it(`print an error of ${value} as ${text}`, () => {
      assert.equal(signed(value), text);
    });
  }
});
