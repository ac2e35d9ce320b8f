import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jobsFlag, percentFlag, scaledCountFlag } from '../../src/cli/parse-flags.ts';

describe('scaledCountFlag', () => {
  for (const [text, count] of [
    ['1', 1],
    ['100', 100],
    ['1k', 1_000],
    ['2K', 2_000],
    ['3m', 3_000_000],
    ['3M', 3_000_000],
    ['1G', 1_000_000_000],
  ] as const) {
    it(`reads ${text} as wrk does`, () => assert.equal(scaledCountFlag(text), count));
  }

  for (const text of ['', '0', '0k', '-1', '1.5k', '1kk', '1 k', 'k', '1x', '1e3', '99999999G']) {
    it(`refuses "${text}"`, () => assert.throws(() => scaledCountFlag(text), /Write a whole number/));
  }
});

describe('percentFlag', () => {
  for (const [text, share] of [
    ['2%', 0.02],
    ['2 %', 0.02],
    ['0.5%', 0.005],
    ['12.5%', 0.125],
  ] as const) {
    it(`reads ${text} as a share`, () => assert.equal(percentFlag(text), share));
  }

  for (const text of ['', '2', '0.02', '%', '0%', '-1%', '100%', '2%%', '1e1%', 'two%']) {
    it(`refuses "${text}"`, () => assert.throws(() => percentFlag(text), /Write a percentage/));
  }
});

describe('jobsFlag', () => {
  it('reads a number, and auto', () => assert.deepEqual(['auto', '1', '12'].map(jobsFlag), ['auto', 1, 12]));

  for (const text of ['', '0', '-1', '1.5', 'all', 'AUTO'])
    it(`refuses "${text}"`, () => assert.throws(() => jobsFlag(text), /Write auto, or a whole number/));
});
