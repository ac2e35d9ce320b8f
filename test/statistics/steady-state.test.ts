import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DurationCount } from '../../src/samples/duration-counts.ts';
import { closedLoopSteadyState } from '../../src/statistics/steady-state.ts';

const counts = (...entries: [number, number][]): DurationCount[] => entries as unknown as DurationCount[];
const second = 1_000_000;

describe('closedLoopSteadyState', () => {
  it('finds 4.0/s in the published sync cell, where the completed requests alone say 3.33/s', () => {
    // 100 connections on 40 slots of 10 s for a minute, started from 10 s on: 60 take 20 s, 40 take 30 s;
    // 40, 40 and 20 are in flight at the end, 10, 20 and 30 s old less the milliseconds each batch lost.
    const late = 3_000;
    const completed = counts([20 * second + late, 60], [30 * second + late, 40]);
    const censored = counts([10 * second - late, 40], [20 * second - late, 40], [30 * second - late, 20]);
    assert.equal(closedLoopSteadyState(100, completed, censored)?.toFixed(2), '4.00');
  });

  it('finds 10/s in the async cell, where the window ends just before its sixth batch', () => {
    const steady = closedLoopSteadyState(100, counts([10 * second, 400]), counts([10 * second - 500, 100]));
    assert.equal(steady?.toFixed(2), '10.00');
  });

  it('knows none where no request outside the opening burst was completed', () => {
    assert.equal(closedLoopSteadyState(100, [], counts([second, 100])), undefined);
  });
});
