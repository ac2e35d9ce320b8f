import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { atLeast, atMost, isReached, verdictLine } from '../../bench/verdict.ts';

describe('a verdict', () => {
  for (const [asked, reached, isMet] of [
    [atMost(0.9), 0.9, true],
    [atMost(0.9), 0.901, false],
    [atMost(0.9), NaN, false],
    [atLeast(2), 2, true],
    [atLeast(2), 1.99, false],
    [atLeast(2), NaN, false],
  ] as const) {
    it(`is ${isMet ? 'reached' : 'missed'} by ${reached} where ${asked.bound} ${asked.value} is asked`, () => {
      assert.equal(isReached({ figure: 'it', reached, asked }), isMet);
    });
  }

  for (const [reached, asked, line] of [
    [0.876, atMost(0.9), 'reached: CPU: 0.88 (asked: at most 0.90)'],
    [31.6, atMost(20, ' µs', 0), 'NOT reached: CPU: 32 µs (asked: at most 20 µs)'],
    [19_000, atLeast(19_000, '', 0), 'reached: CPU: 19,000 (asked: at least 19,000)'],
    [NaN, atLeast(3), 'NOT reached: CPU: not measured (asked: at least 3.00)'],
  ] as const) {
    it(`is told as "${line}"`, () => {
      assert.equal(verdictLine({ figure: 'CPU', reached, asked }), line);
    });
  }

  it('shows a figure that just misses with the decimals that show it', () => {
    assert.equal(
      verdictLine({ figure: 'CPU', reached: 0.9004, asked: atMost(0.9) }),
      'NOT reached: CPU: 0.9004 (asked: at most 0.90)',
    );
  });
});
