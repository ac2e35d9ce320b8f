import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DurationCount } from '../../src/samples/duration-counts.ts';
import { closedLoopSteadyState, type ClosedLoopCycles } from '../../src/statistics/steady-state.ts';
import type { Microseconds } from '../../src/units.ts';

const counts = (...entries: [number, number][]): DurationCount[] => entries as unknown as DurationCount[];
const second = 1_000_000;

function steady(given: Partial<ClosedLoopCycles>): number | undefined {
  return closedLoopSteadyState({
    connections: 100,
    completed: [],
    censored: [],
    meanGap: 0 as Microseconds,
    ...given,
  });
}

describe('closedLoopSteadyState', () => {
  it('finds 4.0/s in the published sync cell, where the completed requests alone say 3.33/s', () => {
    // 100 connections on 40 slots of 10 s for a minute, started from 10 s on: 60 take 20 s, 40 take 30 s;
    // 40, 40 and 20 are in flight at the end, 10, 20 and 30 s old less the milliseconds each batch lost.
    const late = 3_000;
    const completed = counts([20 * second + late, 60], [30 * second + late, 40]);
    const censored = counts([10 * second - late, 40], [20 * second - late, 40], [30 * second - late, 20]);
    assert.equal(steady({ completed, censored })?.toFixed(2), '4.00');
  });

  it('finds 10/s in the async cell, where the window ends just before its sixth batch', () => {
    const cycles = { completed: counts([10 * second, 400]), censored: counts([10 * second - 500, 100]) };
    assert.equal(steady(cycles)?.toFixed(2), '10.00');
  });

  it('knows none where no request outside the opening burst was completed', () => {
    assert.equal(steady({ censored: counts([second, 100]) }), undefined);
  });

  it('counts the time between a response and the next request as part of the cycle', () => {
    const completed = counts([0.8 * second, 50]);
    assert.equal(steady({ completed, meanGap: (0.2 * second) as Microseconds })?.toFixed(2), '100.00');
  });
});
