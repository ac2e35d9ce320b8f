import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { capacityForGoals } from '../../../src/queueing/concurrency/capacity-for-goal.ts';
import { fitConcurrency } from '../../../src/queueing/concurrency/concurrency-fit.ts';
import { DEFAULT_SWEEP_LIMITS } from '../../../src/queueing/concurrency/sweep-limits.ts';
import { parseGoal, type Goal } from '../../../src/queueing/prediction/goal.ts';
import { server } from '../simulator/fixtures.ts';
import { simulatedSweep } from './fixtures/simulated-sweep.ts';

const goals = (...texts: string[]): Goal[] =>
  texts.map((text) => parseGoal(text) ?? assert.fail(`${text} is no goal`));
const fitOf = (place: 'slot' | 'timer') =>
  fitConcurrency(simulatedSweep(server(place, '250ms', { slots: 40 }), DEFAULT_SWEEP_LIMITS, 1).trials);

describe('capacityForGoals', () => {
  const fit = fitOf('slot');

  it('finds the most connections: 80 on 40 slots wait for one other request each', () => {
    const { connections, perSecond, because } = capacityForGoals(
      fit,
      goals('p99<600ms', 'throughput>100/s'),
      { workers: 1 },
    );
    assert.deepEqual([connections, because], [80, null]);
    assert.ok(Math.abs((perSecond ?? 0) - 160) < 2);
  });

  it('finds the smallest servers for more', () => {
    const { configurations } = capacityForGoals(fit, goals('p99<600ms'), { workers: 1 }, 100);
    assert.deepEqual(configurations, [
      { workers: 2, slotsPerWorker: 40 },
      { workers: 1, slotsPerWorker: 50 },
    ]);
    assert.deepEqual(capacityForGoals(fit, goals('p99<600ms'), { workers: 1 }, 60).configurations, []);
  });

  it('says what stands in the way', () => {
    const slow = capacityForGoals(fit, goals('p99<200ms'), { workers: 1 });
    assert.equal(slow.connections, null);
    assert.match(slow.because ?? '', /not even a single request/);
    const little = capacityForGoals(fit, goals('p99<600ms', 'throughput>200/s'), { workers: 1 });
    assert.equal(little.connections, null);
    assert.match(little.because ?? '', /no more than 160\/s/);
    assert.match(
      capacityForGoals(fitConcurrency([]), goals('p99<1s'), { workers: 1 }).because ?? '',
      /undetermined/,
    );
  });

  it('promises no more connections than were tried where there is no ceiling', () => {
    const { connections, isAtLeast } = capacityForGoals(fitOf('timer'), goals('p99<600ms'), { workers: 1 });
    assert.deepEqual([connections, isAtLeast], [1_000, true]);
  });
});
