import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scaledCountFlag } from '../../src/cli/parse-flags.ts';

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
