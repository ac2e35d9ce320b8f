import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  spreadOf,
  verdict,
  verdictSentence,
  type Criterion,
  type Round,
} from '../../../bench/agreement/verdict.ts';

/** Rounds in which wrk's figures are 1000 and Loadstone's these. */
function rounds(...completed: number[]): Round[] {
  const outcome = (count: number) => ({ completed: count, perSecond: count, medianMs: count });
  return completed.map((count) => ({ loadstone: outcome(count), wrk: outcome(1_000) }));
}

const NEAR: Criterion = { kind: 'near', figure: 'completed', percent: 1 };
const NOISE: Criterion = { kind: 'noise', figure: 'perSecond' };

describe('the agreement with wrk', () => {
  for (const [criterion, completed, isMet] of [
    [NEAR, [1_009, 1_010, 900], true],
    [NEAR, [1_011, 1_011, 1_000], false],
    [NEAR, [989, 989, 1_000], false],
    [NEAR, [1_000, Number.NaN, Number.NaN], false],
    [NOISE, [900, 950, 1_001], true],
    [NOISE, [900, 950, 999], false],
    [NOISE, [1_001, 1_100], false],
    [NOISE, [Number.NaN], false],
  ] as const) {
    it(`is ${isMet ? 'met' : 'missed'} (${criterion.kind}) by ratios of ${completed.join(', ')} ‰`, () => {
      assert.equal(verdict(criterion, rounds(...completed)).isMet, isMet);
    });
  }

  it('is told with the figures that decide it', () => {
    assert.equal(
      verdictSentence(verdict(NEAR, rounds(1_020, 1_030))),
      "MISSED: completed requests within 1 % of wrk's (median of the ratios 1.025)",
    );
    assert.equal(
      verdictSentence(verdict(NOISE, rounds(900, 980, 1_100))),
      'Within the noise: ratio of completed requests a second 0.980, rounds from 0.900 to 1.100',
    );
  });

  it('takes the mean of the two in the middle of an even number for the median', () => {
    assert.deepEqual(spreadOf([4, 1, 3, 2]), { median: 2.5, least: 1, most: 4 });
  });
});
