import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { backlogTrend } from '../../../src/queueing/concurrency/backlog-trend.ts';
import {
  DEFAULT_RATE_LIMITS,
  nextRate,
  type RateStep,
} from '../../../src/queueing/concurrency/rate-search.ts';
import type { TrialRecord } from '../../../src/samples/trial-record.ts';
import { server } from '../simulator/fixtures.ts';
import { simulatedOpenTrial } from './fixtures/simulated-sweep.ts';

/** 160/s at most. */
const slots40 = (hold: string) => server('slot', hold, { slots: 40 });

function searched(hold: string, process: 'constant' | 'poisson'): Exclude<RateStep, { state: 'measure' }> {
  const trials: TrialRecord[] = [];
  for (;;) {
    const step = nextRate(trials, DEFAULT_RATE_LIMITS);
    if (step.state !== 'measure') return step;
    trials.push(simulatedOpenTrial(slots40(hold), { ...step, process }, trials.length + 1));
  }
}

describe('backlogTrend', () => {
  const trend = (arrivalsPerSecond: number, seed: number) =>
    backlogTrend(
      simulatedOpenTrial(
        slots40('exp:250ms'),
        { arrivalsPerSecond, durationMs: 15_000, process: 'poisson' },
        seed,
      ),
    );

  it('sees a queue grow that gets a fifth more than it can serve', () => {
    const trends = Array.from({ length: 6 }, (_, place) => trend(190, place + 1));
    assert.deepEqual(new Set(trends.map(({ state }) => state)), new Set(['grows']));
    // 30 a second stay, with a deviation of √(350/11 s) = 5.6 in each trial: 4 deviations of the mean.
    const mean = trends.reduce((sum, { growthPerSecond }) => sum + (growthPerSecond.estimate ?? 0), 0) / 6;
    assert.ok(Math.abs(mean - 30) < 9.2, `${mean}`);
  });

  it('takes mere delay for none: at 95 % utilisation a queue comes and goes', () => {
    const growing = Array.from({ length: 10 }, (_, place) => trend(152, place + 1)).filter(
      ({ state }) => state === 'grows',
    );
    // By chance at most one in forty; more than 3 of 10 happen once in 20,000 times.
    assert.ok(growing.length <= 3, `${growing.length} of 10`);
  });

  it('cannot tell of a closed loop or a spoilt trial', () => {
    const record = simulatedOpenTrial(
      slots40('250ms'),
      { arrivalsPerSecond: 100, durationMs: 3_000, process: 'constant' },
      1,
    );
    assert.equal(backlogTrend({ ...record, arrivals: null }).state, 'undetermined');
    assert.equal(
      backlogTrend({ ...record, validity: { valid: false, reasons: ['stopped'] } }).state,
      'undetermined',
    );
  });
});

describe('nextRate', () => {
  it('brackets what the server can serve', () => {
    const { state, highestPerSecond } = searched('250ms', 'constant');
    const { low, high } = highestPerSecond;
    assert.equal(state, 'enough');
    assert.ok(low !== null && high !== null && low <= 160 && 160 <= high && high / low <= 1.05);
  });

  it('comes close to it with random arrivals and service times', () => {
    const { low, high } = searched('exp:250ms', 'poisson').highestPerSecond;
    assert.ok(low !== null && high !== null && low > 140 && low < 170 && high < 200);
  });

  it('says that the greatest rate it may try is served, or that not even the least is', () => {
    const at = (arrivalsPerSecond: number) => [
      simulatedOpenTrial(slots40('250ms'), { arrivalsPerSecond, durationMs: 6_000, process: 'constant' }, 1),
    ];
    const served = nextRate(at(100), { ...DEFAULT_RATE_LIMITS, rateMin: 100, rateMax: 100 });
    assert.ok(served.state === 'enough');
    assert.deepEqual(served.highestPerSecond, { estimate: 100, low: 100, high: null });
    const not = nextRate(at(400), { ...DEFAULT_RATE_LIMITS, rateMin: 400 });
    assert.ok(not.state === 'limit');
    assert.deepEqual(not.highestPerSecond, { estimate: null, low: null, high: 400 });
  });
});
