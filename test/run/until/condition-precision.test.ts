import assert from 'node:assert/strict';
import { it } from 'node:test';
import { conditionPrecision, type TrialFigures } from '../../../src/run/until/condition-precision.ts';

const condition = { endpoint: '/sync' };
const trial = (steady: number | null, mean: number | null = null, isValid = true): TrialFigures => ({
  isValid,
  steadyStatePerSecond: steady,
  responseTimeMeanMs: mean,
});

function halfWidth(trials: readonly TrialFigures[]): number {
  const precision = conditionPrecision(condition, trials);
  assert.equal(precision.state, 'known');
  return precision.state === 'known' ? precision.halfWidth : NaN;
}

/** The half-width by hand: t of 0.975 (Student 1908; 4.303 and 3.182 in any table) on logs with this deviation. */
const byHand = (t: number, deviation: number, count: number): number =>
  Math.sinh((t * deviation) / Math.sqrt(count));

it("is half of the interval by Student's t on the logarithms, over the estimate", () => {
  const e = Math.exp(0.01);
  // The logarithms are -0.01, 0 and 0.01: a deviation of 0.01.
  assert.ok(Math.abs(halfWidth([trial(1 / e), trial(1), trial(e)]) - byHand(4.302_653, 0.01, 3)) < 1e-6);
  const four = [trial(1 / e), trial(1 / e), trial(e), trial(e)];
  assert.ok(Math.abs(halfWidth(four) - byHand(3.182_446, Math.sqrt(4e-4 / 3), 4)) < 1e-6);
});

it('is of the steady state, or of the mean response time where more trials have that', () => {
  assert.equal(halfWidth([trial(5, 1), trial(5, 2), trial(5, 3)]), 0);
  assert.equal(halfWidth([trial(null, 7), trial(5, 7), trial(null, 7)]), 0);
});

it('leaves out invalid trials, and wants three that count', () => {
  const wild = trial(900, null, false);
  assert.equal(halfWidth([trial(5), wild, trial(5), trial(5)]), 0);
  assert.deepEqual(conditionPrecision(condition, [trial(5), trial(5), wild]), { condition, state: 'few' });
});

for (const [because, trials] of [
  ['no trial of it could be measured', []],
  ['none of its trials is valid', [trial(5, 5, false)]],
  ['none of its trials has a steady state or a mean response time', [trial(null), trial(null, null, false)]],
] as const)
  it(`says why there is none: ${because}`, () => {
    assert.deepEqual(conditionPrecision(condition, trials), { condition, state: 'none', because });
  });
