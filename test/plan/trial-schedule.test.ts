import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { conditionsOf } from '../../src/plan/conditions.ts';
import { scheduleBlocks, scheduleTrials } from '../../src/plan/trial-schedule.ts';

const conditions = conditionsOf({ workers: [1, 4], threads: [1, 4], endpoint: ['/sync', '/async'] });

it('makes a condition of every combination of levels, the last factor varying fastest', () => {
  assert.equal(conditions.length, 8);
  assert.deepEqual(conditions[1], { workers: 1, threads: 1, endpoint: '/async' });
  assert.deepEqual(conditions[2], { workers: 1, threads: 4, endpoint: '/sync' });
});

it('measures every condition once in each block', () => {
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), fc.integer({ min: 1, max: 5 }), (seed, replicates) => {
      const trials = scheduleTrials(conditions, replicates, seed);
      assert.deepEqual(
        trials.map((trial) => trial.position),
        trials.map((_, index) => index + 1),
      );
      for (let block = 1; block <= replicates; block++) {
        const inBlock = trials.filter((trial) => trial.block === block).map((trial) => trial.condition);
        assert.deepEqual(new Set(inBlock), new Set(conditions));
        assert.equal(inBlock.length, conditions.length);
      }
    }),
  );
});

it('has the same blocks however many follow them, and goes on as long as it is asked', () => {
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), fc.integer({ min: 1, max: 5 }), (seed, replicates) => {
      const blocks = scheduleBlocks(conditions, seed);
      const asked = Array.from({ length: replicates + 1 }, () => blocks.next().value);
      assert.deepEqual(asked.slice(0, replicates).flat(), scheduleTrials(conditions, replicates, seed));
      assert.deepEqual(asked.flat(), scheduleTrials(conditions, replicates + 1, seed));
    }),
  );
});

it('draws the same order from the same seed, and all orders alike from many', () => {
  const positionsOf = (seed: number): string =>
    scheduleTrials(conditions.slice(0, 3), 1, seed)
      .map((trial) => conditions.indexOf(trial.condition))
      .join('');
  assert.equal(positionsOf(7), positionsOf(7));
  const seen = new Map<string, number>();
  for (let seed = 0; seed < 6_000; seed++)
    seen.set(positionsOf(seed), (seen.get(positionsOf(seed)) ?? 0) + 1);
  assert.equal(seen.size, 6);
  // Chi-squared with 5 degrees of freedom: 20.5 is exceeded once in a thousand.
  const chiSquared = [...seen.values()].reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
  assert.ok(chiSquared < 20.5, `chi-squared ${chiSquared}`);
});

it('measures the levels of an interleaved factor right after one another, in either order', () => {
  const first = new Set<unknown>();
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), (seed) => {
      const block = scheduleBlocks(conditions, seed, 'threads').next().value;
      assert.equal(new Set(block.map((trial) => trial.condition)).size, conditions.length);
      for (let index = 0; index < block.length; index += 2) {
        const [one, other] = [block[index]?.condition, block[index + 1]?.condition];
        assert.deepEqual({ ...one, threads: null }, { ...other, threads: null });
        first.add(one?.['threads']);
      }
    }),
  );
  assert.equal(first.size, 2);
});
