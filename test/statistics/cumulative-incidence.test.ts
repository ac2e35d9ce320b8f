import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cumulativeIncidence } from '../../src/statistics/cumulative-incidence.ts';
import { kaplanMeier } from '../../src/statistics/kaplan-meier.ts';
import { counts, grouped, IN_REMISSION, RELAPSED } from './fixtures/remission-times.ts';

const anyDurations = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 100 });
const near = (one: number, other: number): void =>
  assert.ok(Math.abs(one - other) < 1e-12, `${one}, not ${other}`);

describe('the cumulative incidence of two ways to end', () => {
  it('adds up to 1 with the share that goes on', () => {
    fc.assert(
      fc.property(anyDurations, anyDurations, anyDurations, (completed, failed, waiting) => {
        const found = cumulativeIncidence(grouped(completed), grouped(failed), grouped(waiting));
        const { survival } = kaplanMeier(grouped([...completed, ...failed]), grouped(waiting));
        near(found.completed + found.failed + (survival.at(-1) ?? 1), 1);
      }),
    );
  });

  it('is what Kaplan and Meier say where there is no other way to end', () => {
    const { completed, failed } = cumulativeIncidence(RELAPSED, [], IN_REMISSION);
    assert.equal((1 - completed).toFixed(4), '0.4482');
    assert.equal(failed, 0);
  });

  it('is the share of each where nothing is cut short', () => {
    fc.assert(
      fc.property(anyDurations, anyDurations, (completed, failed) => {
        const all = completed.length + failed.length;
        fc.pre(all > 0);
        const found = cumulativeIncidence(grouped(completed), grouped(failed), []);
        near(found.completed, completed.length / all);
        near(found.failed, failed.length / all);
      }),
    );
  });

  it('is less than one minus the curve that takes the other way for censored', () => {
    // By hand: at 1 one of four completes, at 2 one of three fails, at 3 one of two completes, one goes on.
    const found = cumulativeIncidence(counts([1, 1], [3, 1]), counts([2, 1]), counts([4, 1]));
    near(found.completed, 1 / 4 + (3 / 4) * (2 / 3) * (1 / 2));
    near(found.failed, (3 / 4) * (1 / 3));
    const { survival } = kaplanMeier(counts([1, 1], [3, 1]), counts([4, 1]), counts([2, 1]));
    assert.ok(found.completed < 1 - (survival.at(-1) ?? NaN));
  });
});
