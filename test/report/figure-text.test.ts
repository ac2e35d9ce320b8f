import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  conditionText,
  countedNoun,
  countsByKindText,
  countText,
  figureText,
  listText,
  percentBoundText,
  percentText,
  rangeOf,
  rangeText,
} from '../../src/report/figure-text.ts';

test('a figure has three digits, or all that stand before its point', () => {
  const cases: [number, string][] = [
    [0, '0.00'],
    [3.333, '3.33'],
    [9.994, '9.99'],
    [9.996, '10.0'],
    [33.33, '33.3'],
    [99.96, '100'],
    [12_345.6, '12,346'],
    [-3.333, '-3.33'],
  ];
  for (const [value, text] of cases) assert.equal(figureText(value), text);
});

test('a median count may end in a half', () => {
  assert.equal(countText(1_234), '1,234');
  assert.equal(countText(200.5), '200.5');
});

test('a share too small for its decimals is not called zero', () => {
  const cases: [number, string][] = [
    [0, '0 %'],
    [0.04, 'under 0.1 %'],
    [0.42, '0.4 %'],
    [-4.96, '5.0 %'],
    [9.96, '10 %'],
    [46.2, '46 %'],
  ];
  for (const [percent, text] of cases) assert.equal(percentText(percent), text);
});

test('a bound is rounded up, so that it holds as it is written', () => {
  assert.equal(percentBoundText(0.61), '0.7 %');
  assert.equal(percentBoundText(-0.6), '0.6 %');
  assert.equal(percentBoundText(0.001), '0.1 %');
  assert.equal(percentBoundText(0), '0 %');
});

test('a range that reads the same at both ends is one figure', () => {
  assert.equal(rangeText(rangeOf([3.331, 3.333, 3.332]), figureText), '3.33');
  assert.equal(rangeText(rangeOf([5, 3.33]), figureText), '3.33 to 5.00');
});

test('words agree with their numbers', () => {
  assert.equal(countedNoun(1, 'trial'), '1 trial');
  assert.equal(countedNoun(8, 'trial'), '8 trials');
  assert.equal(listText([]), '');
  assert.equal(listText(['a']), 'a');
  assert.equal(listText(['a', 'b', 'c']), 'a, b and c');
  assert.equal(conditionText({ workers: 1, endpoint: '/sync' }), 'workers 1, endpoint /sync');
  assert.equal(countsByKindText({ 'read:x': 3, 'write:x': 0, 'connect:x': 20 }), '20 connect:x, 3 read:x');
});
