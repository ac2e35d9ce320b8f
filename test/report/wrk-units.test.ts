import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wrkBinary, wrkColumn, wrkDuration, wrkMetric, wrkTime } from '../../src/report/wrk-units.ts';

test('a latency takes the next unit from 0.85 of it on, and never a larger one than minutes', () => {
  const cases: [number, string][] = [
    [0, '0.00us'],
    [849.99, '849.99us'],
    [850, '0.85ms'],
    [10_000, '10.00ms'],
    [849_999, '850.00ms'],
    [999_999, '1000.00ms'],
    [1_000_000, '1.00s'],
    [30_000_000, '30.00s'],
    [50_990_000, '50.99s'],
    [51_000_000, '0.85m'],
    [60_000_000, '1.00m'],
    [7_200_000_000, '120.00m'],
  ];
  for (const [microseconds, text] of cases) assert.equal(wrkTime(microseconds), text);
});

test('a duration has no decimals', () => {
  const cases: [number, string][] = [
    [1, '1s'],
    [50, '50s'],
    [51, '1m'],
    [60, '1m'],
    [90, '2m'],
    [3_600, '60m'],
  ];
  for (const [seconds, text] of cases) assert.equal(wrkDuration(seconds), text);
});

test('bytes go in steps of 1024 and numbers in steps of 1000', () => {
  const bytes: [number, string][] = [
    [0, '0.00'],
    [486.37, '486.37'],
    [870, '870.00'],
    [871, '0.85K'],
    [29_200, '28.52K'],
    [1_048_576, '1.00M'],
    [2 ** 30, '1.00G'],
    [2 ** 40, '1.00T'],
  ];
  const numbers: [number, string][] = [
    [32.61, '32.61'],
    [850, '0.85k'],
    [24_771.86, '24.77k'],
    [1_000_000, '1.00M'],
    [1e9, '1.00G'],
  ];
  for (const [value, text] of bytes) assert.equal(wrkBinary(value), text);
  for (const [value, text] of numbers) assert.equal(wrkMetric(value), text);
});

test('a column is as wide as if every unit had two letters', () => {
  assert.equal(wrkColumn('18.04ms', 8), ' 18.04ms');
  assert.equal(wrkColumn('18.04s', 8), ' 18.04s ');
  assert.equal(wrkColumn('32.61', 8), ' 32.61  ');
  assert.equal(wrkColumn('24.77k', 8), ' 24.77k ');
});

test('a statistic too long for its column is cut, as wrk cuts it', () => {
  assert.equal(wrkColumn('1234567.89us', 8), '1234567.');
});
