import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import {
  closedLoopSteadyState,
  openLoopSteadyState,
  type ClosedLoopCycles,
} from '../../src/statistics/steady-state.ts';
import { milliseconds, type Microseconds } from '../../src/units.ts';
import { counts } from './fixtures/remission-times.ts';
import { DISTRIBUTIONS, NO_CUT, quantileAt, RequestSimulation } from './fixtures/simulated-requests.ts';

const second = 1_000_000;

function cycles(given: Partial<ClosedLoopCycles>): ClosedLoopCycles {
  return {
    connections: 100,
    completed: [],
    unanswered: [],
    failed: [],
    meanGap: 0 as Microseconds,
    ...given,
  };
}

const steady = (given: Partial<ClosedLoopCycles>): string | undefined =>
  closedLoopSteadyState(cycles(given))?.perSecond.toFixed(2);

describe('the steady state of a closed loop', () => {
  it('finds 4.0/s in the published sync cell, where the completed requests alone say 3.33/s', () => {
    // 100 connections on 40 slots of 10 s for a minute, started from 10 s on: 60 take 20 s, 40 take 30 s;
    // 40, 40 and 20 are in flight at the end, 10, 20 and 30 s old less the milliseconds each batch lost.
    const late = 3_000;
    const completed = counts([20 * second + late, 60], [30 * second + late, 40]);
    const unanswered = counts([10 * second - late, 40], [20 * second - late, 40], [30 * second - late, 20]);
    assert.equal(steady({ completed, unanswered }), '4.00');
  });

  it('finds 10/s in the async cell, where the window ends just before its sixth batch', () => {
    const given = { completed: counts([10 * second, 400]), unanswered: counts([10 * second - 500, 100]) };
    assert.equal(steady(given), '10.00');
  });

  it('takes a failure for one that would have taken longer', () => {
    const completed = counts([second, 50], [3 * second, 50]);
    assert.equal(
      steady({ completed, failed: counts([2 * second, 10]) }),
      steady({ completed, unanswered: counts([2 * second, 10]) }),
    );
  });

  it('knows none where no request outside the opening burst was completed', () => {
    assert.equal(steady({ unanswered: counts([second, 100]) }), undefined);
  });

  it('counts the time between a response and the next request as part of the cycle', () => {
    const completed = counts([0.8 * second, 50]);
    assert.equal(steady({ completed, meanGap: (0.2 * second) as Microseconds }), '100.00');
  });

  it('has an interval that holds the truth in 95 % of the trials', () => {
    const quantiles = DISTRIBUTIONS.exponential ?? assert.fail();
    const simulation = new RequestSimulation(400);
    const random = xoroshiro128plus(7);
    const cut = { ...NO_CUT, aged: 0.3, oldest: quantileAt(quantiles, 0.5) };
    let covered = 0;
    for (let trial = 0; trial < 2_000; trial++) {
      const given = { ...simulation.draw(quantiles, cut, random), meanGap: second as Microseconds };
      const { low, high } = closedLoopSteadyState(cycles(given))?.interval ?? assert.fail();
      // Means of 1 s for a response and 1 s until the next request.
      if (low <= 50 && 50 <= high) covered++;
    }
    assert.ok(covered >= 0.93 * 2_000 && covered <= 0.97 * 2_000, `${covered} of 2000`);
  });
});

describe('the steady state of an open loop', () => {
  const at = (completed: readonly number[]) => openLoopSteadyState(completed, milliseconds(100));

  it('is what came back in the whole intervals of its series', () => {
    assert.equal(at(Array.from({ length: 60 }, (_, index) => 5 + (index % 3)))?.perSecond, 60);
  });

  it('has an interval that holds the truth in 93 to 97 % of trials whose intervals depend on each other', () => {
    const random = xoroshiro128plus(11);
    let covered = 0;
    for (let trial = 0; trial < 2_000; trial++) {
      let deviation = 0;
      const series = Array.from({ length: 600 }, () => {
        // Half of what is left over in one interval is in the next as well; 100 are expected.
        deviation = 0.5 * deviation + 20 * (uniformFloat64(random) - 0.5);
        return 100 + deviation;
      });
      const { low, high } = at(series)?.interval ?? assert.fail();
      if (low <= 1_000 && 1_000 <= high) covered++;
    }
    assert.ok(covered >= 0.93 * 2_000 && covered <= 0.97 * 2_000, `${covered} of 2000`);
  });

  it('has no interval where the series is short, none below 0, and is unknown without a series', () => {
    assert.equal(at([5, 6, 7])?.interval, null);
    assert.equal(at(Array.from({ length: 60 }, (_, index) => (index === 30 ? 100 : 0)))?.interval?.low, 0);
    assert.equal(at([]), undefined);
  });
});
