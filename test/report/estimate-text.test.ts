import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimateText, multipleText, ratioText, shareText } from '../../src/report/estimate-text.ts';

type Ends = readonly [estimate: number, low: number | null, high: number | null];
const of = ([estimate, low, high]: Ends): { estimate: number; low: number | null; high: number | null } => ({
  estimate,
  low,
  high,
});

describe('ratioText', () => {
  const cases: readonly [Ends, string][] = [
    [[0.9989, 0.9936, 1.0042], '−0.1 % [−0.6, +0.4]'],
    [[1.0001, 0.9998, 1.0004], '+0.01 % [−0.02, +0.04]'],
    [[1.012, 0.98, 1.045], '+1.2 % [−2.0, +4.5]'],
    [[1, 1, 1], '0.0 % [0.0, 0.0]'],
    [[0.999_99, null, null], '0.0 %'],
    [[2.5, 2.48, 2.52], '2.50 × [2.48, 2.52]'],
    [[0.4004, 0.399, 0.4018], '0.400 × [0.399, 0.402]'],
    [[0.004_12, 0.0039, 0.0043], '0.0041 × [0.0039, 0.0043]'],
    [[12_345.6, 9_000, 15_000], '12,345.6 × [9,000.0, 15,000.0]'],
  ];
  for (const [ends, text] of cases) it(`writes ${text}`, () => assert.equal(ratioText(of(ends)), text));

  it('has nothing to write of what is not known', () => {
    const nothing = { estimate: null, low: null, high: null };
    assert.deepEqual([ratioText(nothing), multipleText(nothing), estimateText(nothing)], [null, null, null]);
  });
});

describe('multipleText', () => {
  it('writes a ratio near 1 as a multiple too', () => {
    assert.equal(multipleText(of([1.08, 1.06, 1.1])), '1.08 × [1.06, 1.10]');
  });
});

describe('estimateText', () => {
  const cases: readonly [Ends, string][] = [
    [[9.985, 9.973, 9.997], '9.98 [9.97, 10.00]'],
    [[9.985, 9.9838, 9.9862], '9.985 [9.984, 9.986]'],
    [[25.03, 24.4, 25.7], '25.0 [24.4, 25.7]'],
    [[20_580.4, 20_512, 20_651], '20,580 [20,512, 20,651]'],
    [[3.998, null, null], '4.00'],
  ];
  for (const [ends, text] of cases) it(`writes ${text}`, () => assert.equal(estimateText(of(ends)), text));
});

describe('shareText', () => {
  it('writes a share as it was asked for', () => {
    assert.deepEqual([0.05, 0.02, 0.005, 0.125].map(shareText), ['5 %', '2 %', '0.5 %', '12.5 %']);
  });
});
