import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHold } from '../../../src/plan/hold.ts';
import {
  meanService,
  measuredDraw,
  variationOfService,
  type MeasuredTimes,
} from '../../../src/queueing/simulator/service-times.ts';
import { simulate } from '../../../src/queueing/simulator/simulate.ts';
import type { Microseconds } from '../../../src/units.ts';
import { load, server } from './fixtures.ts';

const measured = (...counts: [number, number][]): MeasuredTimes => ({
  kind: 'measured',
  counts: counts.map(([duration, count]) => [duration as Microseconds, count]),
});

describe('measured service times', () => {
  it('have the mean and the variation of what was seen', () => {
    const times = measured([1_000, 3], [5_000, 1]);
    assert.equal(meanService(times), 2);
    // Variance: (3 × 1 + 1 × 9) ÷ 4 ms².
    assert.ok(Math.abs(variationOfService(times) - Math.sqrt(3) / 2) < 1e-12);
    const hold = parseHold('exp:20ms') ?? assert.fail();
    assert.deepEqual([meanService(hold), variationOfService(hold)], [20, 1]);
  });

  it('are drawn as often as they were seen, and nothing else is', () => {
    const draw = measuredDraw(measured([1_000, 3], [2_000, 0], [5_000, 1]));
    const drawn = Array.from({ length: 1_000 }, (_, index) => draw(index / 1_000));
    assert.deepEqual([...new Set(drawn)], [1e6, 5e6]);
    assert.equal(drawn.filter((time) => time === 1e6).length, 750);
    assert.equal(draw(0.999_999_999_999), 5e6);
  });

  it('are what a simulated server takes', () => {
    const own = server('slot', '1s', { slots: 4 });
    const times = measured([10_000, 1], [30_000, 1]);
    const [request] = own.requests;
    assert.ok(request !== undefined);
    const model = {
      server: { ...own, requests: [{ ...request, hold: times }] },
      load: load({ connections: 4, duration: '20s' }),
    };
    const { ledger, settled } = simulate(model, 1);
    // 4 slots ÷ 20 ms for 20 s: 4,000, with a standard error of 0.5 × 20 ms ÷ √4,000.
    assert.ok(Math.abs(ledger.completed / 4_000 - 1) < 0.03);
    assert.deepEqual(
      settled.completed.map(([duration]) => duration),
      [10_000, 30_000],
    );
  });
});
