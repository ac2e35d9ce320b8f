import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectationOf } from '../../../src/queueing/prediction/expectation.ts';
import { machineRepairman } from '../../../src/queueing/machine-repairman.ts';
import { milliseconds } from '../../../src/units.ts';
import { load, server } from '../simulator/fixtures.ts';

describe('expectationOf', () => {
  it('is slots ÷ hold where there are fewer than connections, and says so', () => {
    const expected = expectationOf({ server: server('slot', '10s', { slots: 40 }), load: load() });
    assert.deepEqual(
      [expected.mostPerSecond, expected.loadPerSecond, expected.steadyPerSecond, expected.responseTimeMs],
      [4, 10, 4, 25_000],
    );
    assert.deepEqual([expected.limitedBy, expected.atOnce], ['slots', 40]);
  });

  it('counts the slots that the spread of the connections leaves unused', () => {
    const counts = [77, 16, 6, 1];
    const expected = expectationOf({
      server: server('slot', '10s', { workers: 4, slots: 40, spread: { policy: 'counts', counts } }),
      load: load(),
    });
    assert.deepEqual([expected.atOnce, expected.mostPerSecond.toFixed(6)], [40 + 16 + 6 + 1, '6.300000']);
  });

  it('is one request at a time a worker where they block their event loops', () => {
    const expected = expectationOf({
      server: server('eventLoop', '50ms', { workers: 3, slots: 40 }),
      load: load(),
    });
    assert.deepEqual(
      [expected.limitedBy, expected.atOnce, Math.round(expected.mostPerSecond)],
      ['eventLoops', 3, 60],
    );
  });

  it('is the machine repairman of each worker where there is a think time', () => {
    const expected = expectationOf({
      server: server('slot', 'exp:20ms', { workers: 2, slots: 4 }),
      load: load({ connections: 50, thinkTime: '100ms' }),
    });
    const one = machineRepairman({
      clients: 25,
      servers: 4,
      serviceTime: milliseconds(20),
      thinkTime: milliseconds(100),
    });
    assert.equal(expected.steadyPerSecond, 2 * one.perSecond);
    assert.ok(Math.abs((expected.responseTimeMs ?? 0) - one.responseTime) < 1e-9);
    assert.ok(expected.mostPerSecond > one.perSecond * 2);
  });

  it('has no steady response time where more arrives than can be served', () => {
    const open = (perSecond: number) =>
      expectationOf({
        server: server('slot', '100ms', { slots: 2 }),
        load: load({ arrivalsPerSecond: perSecond }),
      });
    const over = open(30);
    assert.deepEqual([over.limitedBy, over.mostPerSecond, over.responseTimeMs], ['slots', 20, null]);
    assert.deepEqual([open(10).limitedBy, open(10).mostPerSecond], ['load', 10]);
  });
});
