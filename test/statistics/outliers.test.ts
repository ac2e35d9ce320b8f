import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Metric } from '../../src/samples/effect.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import type { TrialRecord } from '../../src/samples/trial-record.ts';
import { criticalScore, modifiedZScores } from '../../src/statistics/modified-z-score.ts';
import type { OutlierCause } from '../../src/statistics/outlier-cause.ts';
import { outliersOf } from '../../src/statistics/outliers.ts';
import { observationOf } from '../report/fixtures/observation.ts';
import { simulatedRun } from '../report/fixtures/simulated-run.ts';
import { normalSource } from './fixtures/normal-draws.ts';

describe('modifiedZScores', () => {
  it('finds the two outliers that hide each other from the plain z-score', () => {
    // Median 2.45 and median deviation 0.15, by hand. No plain score of ten values can exceed 9 ÷ √10 = 2.85
    // (Shiffler 1988), and here the two widen the deviation to 2.5: they score 1.9.
    const scores = modifiedZScores([2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3]);
    assert.deepEqual(
      scores.map((score) => score.toFixed(2)),
      ['-1.57', '0.67', '-0.22', '0.22', '-0.67', '-1.57', '-0.67', '0.67', '25.86', '26.31'],
    );
  });

  it('goes by the mean deviation where more than half of the values are the same', () => {
    // (6 − 5) ÷ (1.253314 × 1 ÷ 5)
    const scores = modifiedZScores([5, 5, 5, 5, 6]).map((score) => score.toFixed(3));
    assert.deepEqual(scores, ['0.000', '0.000', '0.000', '0.000', '3.989']);
    assert.deepEqual(modifiedZScores([5, 5, 5]), [0, 0, 0]);
  });
});

describe('criticalScore', () => {
  for (const count of [5, 6, 7, 9, 10, 14, 20, 50])
    it(`is exceeded by one set in a hundred of ${count} values that chance alone made`, () => {
      const [draw, sets] = [normalSource(count), 4_000];
      const exceeding = Array.from({ length: sets }, () => Array.from({ length: count }, draw)).filter(
        (values) => modifiedZScores(values).some((score) => Math.abs(score) > criticalScore(values)),
      ).length;
      // Three standard errors of 1 % of 4,000 above it; a table with steps is on the safe side, but not by far.
      assert.ok(exceeding / sets > 0.003 && exceeding / sets < 0.015, `${exceeding}`);
    });
});

const STEADY: Metric = 'steadyStatePerSecond';

/** Five trials of one condition; the third is what a test makes of it. */
function runWith(perSecond: readonly number[], third: Partial<TrialRecord> = {}): StoredRun {
  const run = simulatedRun({
    seed: 1,
    conditions: [{ workers: 1 }],
    replicates: perSecond.length,
    perSecond: () => 10,
    noise: 0,
  });
  const trials = run.trials.map((trial, place) => ({
    ...trial,
    throughput: { ...trial.throughput, steadyStatePerSecond: perSecond[place] ?? 0 },
    ...(place === 2 ? third : {}),
  }));
  return { ...run, trials };
}

const causeOf = (third: Partial<TrialRecord>): OutlierCause | undefined =>
  outliersOf(runWith([10, 10.02, 8, 9.99, 10.01], third))[0]?.cause;

describe('outliersOf', () => {
  it('says which trial it is, in what, and by how much', () => {
    const [outlier, ...others] = outliersOf(runWith([10, 10.02, 8, 9.99, 10.01]));
    assert.deepEqual(others, []);
    assert.ok(outlier !== undefined && outlier.score < -100);
    assert.deepEqual(
      { ...outlier, score: 0, ratioToMedian: outlier.ratioToMedian.toFixed(3) },
      {
        condition: { workers: 1 },
        replicate: 3,
        position: 3,
        metric: STEADY,
        score: 0,
        ratioToMedian: '0.800',
        cause: { kind: 'none' },
      },
    );
  });

  it('calls nobody an outlier among fewer than five, or for less than 1 %', () => {
    assert.deepEqual(outliersOf(runWith([10, 10.02, 8, 9.99])), []);
    assert.deepEqual(outliersOf(runWith([10, 10, 9.91, 10, 10])), []);
    assert.equal(outliersOf(runWith([10, 10, 9.89, 10, 10])).length, 1);
  });

  it('looks at valid trials only', () => {
    const invalid = { validity: { valid: false, reasons: ['spoilt'] } };
    assert.deepEqual(outliersOf(runWith([10, 10.02, 8, 9.99, 10.01, 10], invalid)), []);
  });

  it('finds the likely cause in the record', () => {
    const [trial] = runWith([10]).trials;
    assert.ok(trial !== undefined);
    const seen = observationOf([100]);
    const machine = { busyShare: 1, serverShare: 0.2, generatorShare: 0.1, othersShare: 0.4, stolenShare: 0 };
    const [worker] = seen.processes;
    assert.ok(worker !== undefined);
    const thread = { cpuMs: 0, waitingForCpuMs: null };
    const { environment, generator } = trial;
    const cases: readonly [OutlierCause, Partial<TrialRecord>][] = [
      [
        { kind: 'processChanged', ended: 1, came: 1 },
        {
          observation: {
            ...seen,
            machine,
            processes: [
              { ...worker, endedWithin: true },
              { ...worker, firstSeenMs: 500 },
            ],
          },
        },
      ],
      [
        { kind: 'loadBefore', here: 2, usual: 0.05 },
        { environment: { ...environment, loadAverageBefore: [4, 1, 1] } },
      ],
      [{ kind: 'neverSettled' }, { warmUp: { state: 'neverSettled', cutMs: 0 } }],
      // The others' generators were not observed: there is nothing to compare with.
      [{ kind: 'none' }, { generator: { ...generator, threads: [{ ...thread, busyShare: 0.8 }] } }],
    ];
    for (const [cause, third] of cases) assert.deepEqual(causeOf(third), cause);
  });

  it('compares shares with the other trials of the condition', () => {
    const seen = observationOf([100]);
    const withShares = (
      othersShare: number,
      stolenShare: number,
      busyShare: number,
    ): Partial<TrialRecord> => ({
      observation: {
        ...seen,
        machine: { busyShare: 1, serverShare: 0.1, generatorShare: 0.1, othersShare, stolenShare },
      },
      generator: {
        name: 'loadstone',
        version: null,
        threads: [{ cpuMs: 0, waitingForCpuMs: 0, busyShare }],
        wasCeiling: false,
      },
    });
    const kindWith = (third: Partial<TrialRecord>): string | undefined => {
      const run = runWith([10, 10.02, 8, 9.99, 10.01], third);
      const trials = run.trials.map((trial, place) =>
        place === 2 ? trial : { ...trial, ...withShares(0.05, 0.02, 0.3) },
      );
      return outliersOf({ ...run, trials })[0]?.cause.kind;
    };
    assert.equal(kindWith(withShares(0.05, 0.3, 0.3)), 'stolen');
    assert.equal(kindWith(withShares(0.3, 0.02, 0.3)), 'othersBusy');
    assert.equal(kindWith(withShares(0.05, 0.02, 0.7)), 'generatorBusy');
    assert.equal(kindWith(withShares(0.1, 0.05, 0.35)), 'none');
  });
});
