import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Metric, Verdict } from '../../src/samples/effect.ts';
import { verdictOf } from '../../src/statistics/verdict.ts';

const CASES: readonly {
  readonly name: string;
  readonly metric?: Metric;
  readonly ratio: number;
  readonly pValue: number | null;
  readonly equivalencePValue: number | null;
  readonly expected: Verdict;
}[] = [
  { name: 'a higher rate', ratio: 1.2, pValue: 0.01, equivalencePValue: 0.9, expected: 'faster' },
  { name: 'a lower rate', ratio: 0.8, pValue: 0.01, equivalencePValue: 0.9, expected: 'slower' },
  {
    name: 'a longer time',
    metric: 'responseTimeMeanMs',
    ratio: 1.2,
    pValue: 0.01,
    equivalencePValue: 0.9,
    expected: 'slower',
  },
  {
    name: 'a shorter time',
    metric: 'responseTimeP99Ms',
    ratio: 0.8,
    pValue: 0.01,
    equivalencePValue: 0.9,
    expected: 'faster',
  },
  {
    name: 'a difference that is certain and within the margin',
    ratio: 1.02,
    pValue: 0.001,
    equivalencePValue: 0.001,
    expected: 'equivalent',
  },
  {
    name: 'no difference to be seen',
    ratio: 1,
    pValue: 0.9,
    equivalencePValue: 0.01,
    expected: 'equivalent',
  },
  { name: 'neither', ratio: 1.05, pValue: 0.2, equivalencePValue: 0.4, expected: 'inconclusive' },
  { name: 'exactly 5 %', ratio: 1.05, pValue: 0.05, equivalencePValue: 0.05, expected: 'inconclusive' },
  { name: 'too few trials', ratio: 3, pValue: null, equivalencePValue: null, expected: 'inconclusive' },
];

describe('verdictOf', () => {
  for (const { name, metric = 'steadyStatePerSecond', expected, ...evidence } of CASES)
    it(`calls it ${expected}: ${name}`, () => {
      assert.equal(verdictOf({ metric, ...evidence }), expected);
    });
});
