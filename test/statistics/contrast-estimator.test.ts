import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { BlockTrial } from '../../src/statistics/block-model.ts';
import { contrastEstimator } from '../../src/statistics/contrast-estimator.ts';
import { differencePValue, type LogContrast } from '../../src/statistics/log-contrast.ts';
import { welchRatio } from '../../src/statistics/welch-ratio.ts';
import { SLEEP } from './fixtures/sleep.ts';

const PAIR = new Map([
  ['one', 1],
  ['other', -1],
]);

function isClose(one: LogContrast | undefined, other: LogContrast | undefined): boolean {
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), 1);
  const [e, f] = [one?.error, other?.error];
  return (
    near(one?.estimate ?? 0, other?.estimate ?? 0) &&
    near(e?.standardError ?? 0, f?.standardError ?? 0) &&
    near(e?.degreesOfFreedom ?? 0, f?.degreesOfFreedom ?? 0)
  );
}

describe('contrastEstimator', () => {
  it("is the paired test for two conditions in whole blocks: Student's sleep data", () => {
    // t.test(extra ~ group, sleep, paired = TRUE): t = -4.0621, df = 9, p-value = 0.002833.
    const trials = SLEEP.first.flatMap((log, block): BlockTrial[] => [
      { cell: 'one', block, log },
      { cell: 'other', block, log: SLEEP.second[block] ?? 0 },
    ]);
    const contrast = contrastEstimator(trials)(PAIR);
    assert.ok(contrast?.error);
    assert.equal((contrast.estimate / contrast.error.standardError).toFixed(4), '-4.0621');
    assert.equal(contrast.error.degreesOfFreedom.toFixed(6), '9.000000');
    assert.equal(differencePValue(contrast)?.toFixed(6), '0.002833');
  });

  it("is Welch's test for two conditions without blocks", () => {
    const group = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(group, group, (one, other) => {
        fc.pre(new Set(one).size > 1 && new Set(other).size > 1);
        const trials = [
          ...one.map((value) => ({ cell: 'one', block: 1, log: Math.log(value) })),
          ...other.map((value) => ({ cell: 'other', block: 1, log: Math.log(value) })),
        ];
        assert.ok(isClose(contrastEstimator(trials)(PAIR), welchRatio(one, other)));
      }),
    );
  });

  it('is the same whatever the conditions without a weight do, and however fast a block was', () => {
    const logs = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 15, maxLength: 15 });
    const drift = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(logs, drift, (values, drifts) => {
        const trials = values.map((log, place): BlockTrial => ({
          cell: ['one', 'other', 'third', 'fourth', 'bystander'][place % 5] ?? '',
          block: Math.floor(place / 5),
          log,
        }));
        const weights = new Map([
          ['one', 0.5],
          ['other', 0.5],
          ['third', -0.5],
          ['fourth', -0.5],
        ]);
        const moved = trials.map(({ cell, block, log }) => ({
          cell,
          block,
          log: (cell === 'bystander' ? log * 100 : log) + (drifts[block] ?? 0),
        }));
        const contrast = contrastEstimator(trials)(weights);
        fc.pre((contrast?.error?.standardError ?? 0) > 1e-6);
        assert.ok(isClose(contrast, contrastEstimator(moved)(weights)));
      }),
    );
  });

  it('gives an estimate and no interval where each condition was measured once', () => {
    const once = [
      { cell: 'one', block: 1, log: 2 },
      { cell: 'other', block: 1, log: 0.5 },
    ];
    assert.ok(isClose(contrastEstimator(once)(PAIR), { estimate: 1.5, error: null }));
    assert.equal(contrastEstimator(once)(PAIR)?.error, null);
  });

  it('gives nothing where a condition has no trial', () => {
    assert.equal(contrastEstimator([{ cell: 'one', block: 1, log: 2 }])(PAIR), undefined);
    assert.equal(contrastEstimator([])(PAIR), undefined);
  });

  it('leaves the blocks out where none has a trial of both', () => {
    const trials = [1, 2, 3, 4].map((block): BlockTrial => ({
      cell: block % 2 === 0 ? 'one' : 'other',
      block,
      log: block,
    }));
    const expected = welchRatio([Math.exp(2), Math.exp(4)], [Math.exp(1), Math.exp(3)]);
    assert.ok(isClose(contrastEstimator(trials)(PAIR), expected));
  });
});
