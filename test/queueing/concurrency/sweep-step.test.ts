import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fitConcurrency } from '../../../src/queueing/concurrency/concurrency-fit.ts';
import { expectedDuration } from '../../../src/queueing/concurrency/sweep-duration.ts';
import { DEFAULT_SWEEP_LIMITS } from '../../../src/queueing/concurrency/sweep-limits.ts';
import { nextStep } from '../../../src/queueing/concurrency/sweep-step.ts';
import { milliseconds } from '../../../src/units.ts';
import { server } from '../simulator/fixtures.ts';
import { simulatedSweep, simulatedSweepTrial } from './fixtures/simulated-sweep.ts';
import { SERVICE_KINDS, sweepCoverage } from './fixtures/sweep-coverage.ts';

const limits = DEFAULT_SWEEP_LIMITS;

describe('a sweep of fixed service times', () => {
  for (const slots of [1, 2, 7, 40, 63, 64, 65, 400])
    it(`finds ${slots} slots of 250 ms exactly, in less than 30 s`, () => {
      const { trials, last, windowsMs } = simulatedSweep(server('slot', '250ms', { slots }), limits, slots);
      const fit = fitConcurrency(trials);
      assert.equal(last.state, 'enough');
      assert.equal(fit.ceiling, 'slots');
      assert.deepEqual(fit.slots, { estimate: slots, low: slots, high: slots });
      assert.ok(windowsMs + trials.length * limits.overheadMs < 30_000);
    });

  it('finds them where the server reads requests one after the other and each takes it some time', () => {
    for (const [hold, slots, loopTime] of [
      ['250ms', 40, 0.5],
      ['5ms', 8, 0.3],
    ] as const) {
      const model = server('slot', hold, { slots, loopTime: milliseconds(loopTime) });
      assert.equal(fitConcurrency(simulatedSweep(model, limits, 1).trials).slots?.estimate, slots);
    }
  });

  it('adds up the slots of workers with connections that are spread by chance', () => {
    const model = server('slot', '250ms', { slots: 10, workers: 4, spread: { policy: 'hash' } });
    assert.equal(fitConcurrency(simulatedSweep(model, limits, 1).trials).slots?.estimate, 40);
  });
});

describe('a sweep of drawn service times', () => {
  // Of 12 with a chance of 95 % each, fewer than 8 are right once in 10,000 times; bench/sweep has 2,000 of each kind.
  for (const kind of ['exponential', 'lognormal'] as const)
    it(`has an interval that holds the truth, and is close to it: ${kind}`, () => {
      const found = sweepCoverage(SERVICE_KINDS[kind], 12, 7);
      assert.ok(found.named >= 10, JSON.stringify(found));
      assert.ok(found.covered >= 8, JSON.stringify(found));
      assert.ok(found.within10 >= 8, JSON.stringify(found));
    });
});

describe('nextStep', () => {
  it('begins with one connection and a few requests', () => {
    const step = nextStep([], limits);
    assert.ok(step.state === 'measure');
    assert.deepEqual([step.connections, step.requests], [1, 4]);
  });

  it('finds no ceiling up to the most connections where handlers wait in no line', () => {
    const { trials, last } = simulatedSweep(server('timer', '250ms'), limits, 1);
    assert.equal(last.state, 'enough');
    assert.equal(Math.max(...trials.map(({ load }) => load.connections)), limits.connectionsMax);
    const fit = fitConcurrency(trials);
    assert.deepEqual([fit.ceiling, fit.slots, fit.knee], ['none', null, null]);
    assert.equal(fit.maxThroughputPerSecond.high, null);
  });

  it('keeps to its connections and to its time', () => {
    const narrow = { ...limits, connectionsMax: 30, timeBudgetMs: 8_000 };
    for (const hold of ['250ms', 'exp:250ms', '20s']) {
      const { trials, windowsMs } = simulatedSweep(server('slot', hold, { slots: 40 }), narrow, 1);
      assert.ok(trials.every(({ load }) => load.connections <= 30));
      assert.ok(windowsMs + trials.length * limits.overheadMs <= narrow.timeBudgetMs, hold);
    }
  });

  it('gives more time where nothing came back', () => {
    const slow = simulatedSweepTrial(
      server('slot', '20s'),
      { connections: 1, requests: 4, durationMs: 5_000 },
      1,
    );
    const step = nextStep([slow], limits);
    assert.ok(step.state === 'measure' && step.connections === 1 && step.durationMs >= 20_000);
  });

  it('goes no further than the load generator came', () => {
    const model = server('timer', '250ms');
    const good = simulatedSweepTrial(model, { connections: 1, requests: 4, durationMs: 5_000 }, 1);
    const wide = simulatedSweepTrial(model, { connections: 4, requests: 4, durationMs: 5_000 }, 1);
    const spoilt = { ...wide, generator: { ...wide.generator, wasCeiling: true } };
    const step = nextStep([good, spoilt], limits);
    assert.ok(step.state === 'measure' && step.connections === 2);
  });
});

describe('expectedDuration', () => {
  it('holds what the rest of a sweep then takes', () => {
    const { trials } = simulatedSweep(server('slot', '250ms', { slots: 40 }), limits, 1);
    const costs = trials.map(({ windowMs }) => windowMs + limits.overheadMs);
    for (const [place] of trials.entries()) {
      const rest = costs.slice(place).reduce((sum, cost) => sum + cost, 0);
      const { lowMs, highMs } = expectedDuration(trials.slice(0, place), limits);
      assert.ok(lowMs <= rest && rest <= highMs, `after ${place}: ${lowMs} to ${highMs}, and ${rest} it was`);
    }
    assert.deepEqual(expectedDuration(trials, limits), { lowMs: 0, highMs: 0 });
  });
});
