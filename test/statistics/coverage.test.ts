import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { coverageOf, ONE_IN_EIGHT, pooledCoverageOf, SCATTERS } from './fixtures/scattered-trials.ts';

const REPETITIONS = 600;
/** Degrees of freedom that are estimated err to the safe side where trials are few: as much as this of 95 %. */
const SAFE_SIDE = 0.025;

/** What the share of so many repetitions lies within, but for once in a thousand times (normal approximation). */
function boundsOf(share: number): { low: number; high: number } {
  const reach = 3.29 * Math.sqrt((share * (1 - share)) / REPETITIONS);
  return { low: share - reach, high: share + reach };
}

const experiments = (replicates: number): Parameters<typeof coverageOf>[1] => ({
  replicates,
  repetitions: REPETITIONS,
  seed: 17,
});

describe('the 95 % intervals of effects hold the truth in 95 % of experiments, or nearly', () => {
  for (const scatter of SCATTERS)
    it(`where the noise of their conditions is: ${scatter.name}`, () => {
      for (const replicates of [3, 5, 10]) {
        const share = coverageOf(scatter, experiments(replicates));
        // Of three trials little is known of how they scatter: where one condition does and the others do not, it is 93 %.
        const { low } = boundsOf(replicates === 3 ? 0.93 : 0.95);
        const { high } = boundsOf(0.95);
        assert.ok(share >= low && share <= high + SAFE_SIDE, `${share} with ${replicates} replicates`);
      }
    });

  it('and in 92 % at the worst: three replicates, and one condition in eight scatters', () => {
    assert.ok(coverageOf(ONE_IN_EIGHT, experiments(3)) >= boundsOf(0.92).low);
  });
});

describe('intervals from one variance for all conditions', () => {
  it('hold it too seldom where those compared scatter more than the others, and always where less', () => {
    const named = (name: string): (typeof SCATTERS)[number] =>
      SCATTERS.find((scatter) => scatter.name === name) ?? assert.fail(name);
    assert.ok(pooledCoverageOf(named('noisy, others quiet'), experiments(5)) < 0.9);
    assert.ok(pooledCoverageOf(named('alike, others noisy'), experiments(5)) > 0.99);
  });
});
