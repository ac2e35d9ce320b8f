import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generalQueue, multiServerQueue, waitingTimeQuantile } from '../../src/queueing/open-queue.ts';
import { milliseconds } from '../../src/units.ts';

const minutes = (value: number) => milliseconds(value * 60_000);
const inMinutes = (value: number): string => (value / 60_000).toFixed(1);

describe('multiServerQueue', () => {
  it('gives Jain’s computer centre (1991, chapter 31): 24 minutes there, 3.9 of them waiting', () => {
    const centre = { servers: 5, arrivalsPerSecond: 10 / 3_600, serviceTime: minutes(20) };
    const found = multiServerQueue(centre);
    assert.equal(found.utilisation.toFixed(3), '0.667');
    assert.equal(found.waitShare.toFixed(2), '0.33');
    assert.equal(found.inSystem.toFixed(1), '4.0');
    assert.equal(found.inQueue.toFixed(2), '0.65');
    assert.equal(inMinutes(found.waitingTime), '3.9');
    assert.equal(inMinutes(found.responseTime), '23.9');
    assert.equal((waitingTimeQuantile(centre, 0.9) / 60_000).toFixed(0), '14');
  });

  it('gives Gross & Harris’s eye clinic (1998, chapter 2): 8/9 wait, 28.9 minutes in all', () => {
    const found = multiServerQueue({ servers: 3, arrivalsPerSecond: 6 / 3_600, serviceTime: minutes(20) });
    assert.ok(Math.abs(found.inQueue - 8 / 9) < 1e-12);
    assert.ok(Math.abs(found.inSystem - 26 / 9) < 1e-12);
    assert.equal(inMinutes(found.responseTime), '28.9');
  });

  it('has no steady state where more comes than can be served', () => {
    const found = multiServerQueue({ servers: 2, arrivalsPerSecond: 20, serviceTime: milliseconds(100) });
    assert.deepEqual([found.waitingTime, found.utilisation, found.waitShare], [Infinity, 1, 1]);
  });

  it('lets nobody wait where nobody comes', () => {
    const found = multiServerQueue({ servers: 2, arrivalsPerSecond: 0, serviceTime: milliseconds(100) });
    assert.deepEqual([found.waitingTime, found.responseTime], [0, 100]);
  });
});

describe('generalQueue', () => {
  const single = { servers: 1, arrivalsPerSecond: 8, serviceTime: milliseconds(100) };

  it('is Pollaczek and Khinchine’s formula for M/G/1: ρS(1 + cs²) ÷ 2(1 − ρ)', () => {
    for (const service of [0, 0.5, 1, 4]) {
      const expected = (0.8 * 100 * (1 + service)) / (2 * 0.2);
      const { waitingTime } = generalQueue(single, { arrivals: 1, service });
      assert.ok(Math.abs(waitingTime - expected) < 1e-9);
    }
  });

  it('lets nobody wait in D/D/1, and is M/M/c where both are exponential', () => {
    assert.equal(generalQueue(single, { arrivals: 0, service: 0 }).waitingTime, 0);
    const several = { ...single, servers: 3, arrivalsPerSecond: 25 };
    assert.deepEqual(generalQueue(several, { arrivals: 1, service: 1 }), multiServerQueue(several));
  });
});
