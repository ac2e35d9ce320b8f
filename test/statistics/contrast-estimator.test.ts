import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { BlockTrial } from '../../src/statistics/block-model.ts';
import { contrastEstimator } from '../../src/statistics/contrast-estimator.ts';
import { differencePValue, ratioOf, type LogContrast } from '../../src/statistics/log-contrast.ts';
import { welchRatio } from '../../src/statistics/welch-ratio.ts';
import { normalSource } from './fixtures/normal-draws.ts';
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

/** How the trials of one simulated experiment scatter, condition by condition. */
interface Scatter {
  readonly name: string;
  readonly weights: readonly number[];
  /** Standard deviations of the logarithm; those beyond the weights are of conditions without one. */
  readonly noise: readonly number[];
  readonly replicates: number;
  /** The share of the trials that is missing. */
  readonly missing?: number;
}

const HALVES = [-0.5, -0.5, 0.5, 0.5];
const EIGHTHS = [-0.25, -0.25, -0.25, -0.25, 0.25, 0.25, 0.25, 0.25];
const QUIET = 0.01;
const NOISY = 0.1;
const SCATTERS: readonly Scatter[] = [3, 5, 10].flatMap((replicates): Scatter[] => [
  { name: 'alike', weights: HALVES, noise: [QUIET, QUIET, QUIET, QUIET], replicates },
  { name: 'of two conditions 1 : 10', weights: [-1, 1], noise: [QUIET, NOISY], replicates },
  { name: 'of two levels 1 : 10', weights: HALVES, noise: [QUIET, QUIET, NOISY, NOISY], replicates },
  {
    name: 'alike, among noisy others',
    weights: HALVES,
    noise: [QUIET, QUIET, QUIET, QUIET, NOISY, NOISY],
    replicates,
  },
]);
const UNBALANCED: readonly Scatter[] = [5, 10].map((replicates) => ({
  name: 'alike, with a tenth of the trials missing',
  weights: HALVES,
  noise: [QUIET, QUIET, QUIET, QUIET],
  replicates,
  missing: 0.1,
}));
/** Where a single condition scatters ten times as much as the others and there are three of each, hardly anything is known of its noise. */
const HARDEST: Scatter = {
  name: 'of one condition in eight 1 : 10',
  weights: EIGHTHS,
  noise: [QUIET, QUIET, QUIET, QUIET, QUIET, QUIET, QUIET, NOISY],
  replicates: 3,
};

const REPETITIONS = 1_200;
const BLOCK_DRIFT = 0.05;

describe('the 95 % intervals hold the truth', () => {
  for (const scatter of [...SCATTERS, ...UNBALANCED])
    it(`in 95 % of experiments: noise ${scatter.name}, ${scatter.replicates} replicates`, () => {
      const { low, high } = coverageBounds(0.95);
      const covered = coverageOf(scatter, 17);
      // Degrees of freedom that are estimated err to the safe side with few trials.
      assert.ok(covered >= low && covered <= high + 0.015, `${covered} of the intervals`);
    });

  it(`and in 92 % or more at the worst: noise ${HARDEST.name}, ${HARDEST.replicates} replicates`, () => {
    assert.ok(coverageOf(HARDEST, 17) >= coverageBounds(0.92).low);
  });
});

describe('intervals from one variance for all conditions', () => {
  it('hold the truth too seldom where those compared scatter more than the others, and always where less', () => {
    const noisy = {
      ...HARDEST,
      weights: HALVES,
      noise: [QUIET, QUIET, QUIET, NOISY, QUIET, QUIET, QUIET, QUIET],
    };
    assert.ok(pooledCoverageOf(noisy, 17) < 0.85);
    assert.ok(coverageOf({ ...noisy, noise: noisy.noise.slice(0, 4) }, 17) > 0.9);
    const quiet = { ...noisy, noise: noisy.noise.toReversed() };
    assert.ok(pooledCoverageOf(quiet, 17) > 0.99);
  });
});

/** What a share of so many repetitions lies within, but for once in a thousand times (normal approximation). */
function coverageBounds(share: number): { low: number; high: number } {
  const reach = 3.29 * Math.sqrt((share * (1 - share)) / REPETITIONS);
  return { low: share - reach, high: share + reach };
}

/** The share of the experiments whose interval holds the true ratio, 1, while each block is faster or slower as a whole. */
function coverageOf(scatter: Scatter, seed: number): number {
  const weights = new Map(scatter.weights.map((weight, cell) => [String(cell), weight]));
  const draw = normalSource(seed);
  return shareOf(() => {
    const contrast = contrastEstimator(drawnTrials(scatter, draw))(weights);
    const { low, high } = ratioOf(contrast ?? { estimate: 0, error: null });
    return low !== null && high !== null && low <= 1 && high >= 1;
  });
}

function shareOf(isSo: () => boolean): number {
  return Array.from({ length: REPETITIONS }, isSo).filter(Boolean).length / REPETITIONS;
}

function drawnTrials({ noise, replicates, missing }: Scatter, draw: () => number): BlockTrial[] {
  const drifts = Array.from({ length: replicates }, () => BLOCK_DRIFT * draw());
  const trials = drifts.flatMap((drift, block) =>
    noise.map((sigma, cell): BlockTrial => ({ cell: String(cell), block, log: drift + sigma * draw() })),
  );
  if (missing === undefined) return trials;
  // Beginning anywhere.
  const first = Math.floor(Math.abs(draw()) * 1_000);
  const every = Math.round(1 / missing);
  return trials.filter((_, place) => (place + first) % every !== 0);
}

/** The same for intervals from one variance that all conditions share: ordinary least squares, in whole blocks. */
function pooledCoverageOf(scatter: Scatter, seed: number): number {
  const { weights, noise, replicates } = scatter;
  const draw = normalSource(seed);
  const mean = (trials: readonly BlockTrial[]): number =>
    trials.reduce((sum, { log }) => sum + log, 0) / trials.length;
  return shareOf(() => {
    const trials = drawnTrials(scatter, draw);
    const whole = mean(trials);
    const cells = noise.map((_, cell) => mean(trials.filter((trial) => trial.cell === String(cell))));
    const blocks = Array.from({ length: replicates }, (_, block) =>
      mean(trials.filter((trial) => trial.block === block)),
    );
    const squares = trials.reduce(
      (sum, { cell, block, log }) =>
        sum + (log - (cells[Number(cell)] ?? 0) - (blocks[block] ?? 0) + whole) ** 2,
      0,
    );
    const degreesOfFreedom = (noise.length - 1) * (replicates - 1);
    const weight = weights.reduce((sum, one) => sum + one ** 2, 0) / replicates;
    const standardError = Math.sqrt((squares / degreesOfFreedom) * weight);
    const estimate = weights.reduce((sum, one, cell) => sum + one * (cells[cell] ?? 0), 0);
    const { low, high } = ratioOf({ estimate, error: { standardError, degreesOfFreedom } });
    return (low ?? 1) <= 1 && (high ?? 1) >= 1;
  });
}
