import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conditionsOf } from '../../src/plan/conditions.ts';
import type { Condition } from '../../src/plan/plan.ts';
import { metricField, type Effect, type Metric, type Verdict } from '../../src/samples/effect.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import { effectsOf } from '../../src/statistics/effects.ts';
import { defaultPlanPerSecond, simulatedRun } from '../report/fixtures/simulated-run.ts';

const PRIMARY: ReadonlySet<Metric> = new Set<Metric>(['steadyStatePerSecond', 'responseTimeMeanMs']);
const RUNS = 200;
const isOneOf =
  (...verdicts: readonly Verdict[]) =>
  ({ verdict }: { verdict: Verdict }): boolean =>
    verdicts.includes(verdict);

/** All that is said of the primary metrics. */
function primary(stored: StoredRun): Pick<Effect, 'pValue' | 'verdict'>[] {
  const { effects, interactions } = effectsOf(stored);
  return [...effects, ...interactions].filter(({ metric }) => PRIMARY.has(metric));
}

function effectOf(stored: StoredRun, wanted: Partial<Effect>): Effect {
  return effectAmong(effectsOf(stored).effects, wanted);
}

function effectAmong(effects: readonly Effect[], wanted: Partial<Effect>): Effect {
  const found = effects.filter((effect) =>
    Object.entries(wanted).every(([name, value]) => effect[name as keyof Effect] === value),
  );
  assert.equal(found.length, 1, JSON.stringify(wanted));
  return found[0] as Effect;
}

/** A share that so many runs exceed only once in a thousand times when each does so with a chance of 5 %. */
const FALSE_ALARMS_AT_MOST = 0.05 * RUNS + 3.09 * Math.sqrt(0.05 * 0.95 * RUNS);

/** Runs of the default factorial in which nothing makes a difference; noise from 0.5 to 2 %. */
const sameEverywhere = (seed: number): StoredRun =>
  simulatedRun({ seed, perSecond: () => 10, noise: 0.005 + 0.015 * ((seed % 10) / 9), drift: 0.02 });

describe('effectsOf, where nothing makes a difference', () => {
  it(`finds something faster or slower in at most 5 % of ${RUNS} runs, by Holm's correction alone too`, () => {
    let alarms = 0;
    let significant = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const said = primary(sameEverywhere(seed));
      if (said.some(isOneOf('faster', 'slower'))) alarms++;
      // Without the margin, which keeps small differences from being one.
      if (said.some(({ pValue }) => (pValue ?? 1) < 0.05)) significant++;
    }
    assert.ok(alarms <= significant && significant <= FALSE_ALARMS_AT_MOST, `${alarms}, ${significant} runs`);
  });
});

describe('effectsOf, where something does', () => {
  it('finds a true 10 % in at least 90 % of the runs', () => {
    const found = Array.from({ length: 100 }, (_, seed) =>
      simulatedRun({
        seed: seed + 1,
        perSecond: ({ threads }) => (threads === 4 ? 9 : 10),
        noise: 0.02,
        drift: 0.02,
      }),
    ).flatMap((stored) =>
      effectsOf(stored)
        .effects.filter(({ factor, metric }) => factor === 'threads' && PRIMARY.has(metric))
        .map(isOneOf('slower')),
    );
    assert.equal(found.length, 400, 'two metrics, two endpoints');
    assert.ok(found.filter(Boolean).length >= 0.9 * found.length, `${found.filter(Boolean).length}`);
  });

  it('says of the default plan that threads do nothing, and workers 2.5 × in /sync and nothing in /async', () => {
    const verdicts = Array.from({ length: 50 }, (_, seed) =>
      simulatedRun({ seed: seed + 1, perSecond: defaultPlanPerSecond, noise: 0.01, drift: 0.01 }),
    ).map((stored) => {
      const { effects } = effectsOf(stored);
      const of = (factor: string, endpoint: string): Effect =>
        effectAmong(effects, { metric: 'steadyStatePerSecond', factor, endpoint });
      const workers = of('workers', '/sync');
      assert.deepEqual([workers.level, workers.baselineLevel], [4, 1]);
      const { low, high } = workers.ratio;
      return {
        threadsInSync: of('threads', '/sync').verdict,
        threadsInAsync: of('threads', '/async').verdict,
        workersInSync: workers.verdict,
        workersInAsync: of('workers', '/async').verdict,
        isTold: (low ?? Infinity) <= 2.5 && (high ?? 0) >= 2.5,
      };
    });
    const count = (wanted: (verdict: (typeof verdicts)[number]) => boolean): number =>
      verdicts.filter(wanted).length;
    assert.equal(
      count(({ workersInSync }) => workersInSync === 'faster'),
      50,
    );
    for (const name of ['threadsInSync', 'threadsInAsync', 'workersInAsync'] as const)
      assert.ok(count((verdict) => verdict[name] === 'equivalent') >= 49, name);
    // 95 % of 50 are 47.5; 41 or fewer happen once in a thousand times.
    assert.ok(count(({ isTold }) => isTold) >= 42);
  });

  it('sees that the effect of workers depends on the endpoint', () => {
    const stored = simulatedRun({ seed: 1, perSecond: defaultPlanPerSecond, noise: 0.01 });
    const interaction = effectsOf(stored).interactions.find(
      ({ metric, factors }) =>
        metric === 'steadyStatePerSecond' &&
        factors.map(({ factor }) => factor).join() === 'workers,endpoint',
    );
    // From /sync to /async the effect of four workers falls from 2.5 × to 1 ×.
    assert.equal(interaction?.verdict, 'slower');
    assert.ok(Math.abs((interaction.ratio.estimate ?? 0) / 0.4 - 1) < 0.03);
    assert.equal(interaction.endpoint, null);
  });

  it('takes a longer time for slower, and counts that never vary for certain', () => {
    const stored = simulatedRun({ seed: 1, perSecond: defaultPlanPerSecond, noise: 0.01 });
    const workers = { factor: 'workers', endpoint: '/sync' };
    const time = effectOf(stored, { ...workers, metric: 'responseTimeMeanMs' });
    assert.equal(time.verdict, 'faster');
    assert.ok((time.ratio.estimate ?? 1) < 0.5);
    const counted = effectOf(stored, { ...workers, metric: 'completedPerSecond' });
    assert.equal(counted.ratio.low?.toFixed(9), '2.500000000');
    assert.equal(counted.pValue, 0);
  });
});

describe('effectsOf asks', () => {
  it('each factor within each endpoint, the endpoint over all else, and every combination of them', () => {
    const factors = { workers: [1, 2, 4], threads: [1, 4], endpoint: ['/a', '/b'] };
    const stored = simulatedRun({
      seed: 1,
      conditions: conditionsOf(factors),
      replicates: 3,
      perSecond: () => 10,
      noise: 0.01,
    });
    const { effects, interactions } = effectsOf(stored);
    const ofOne = effects.filter(({ metric }) => metric === 'steadyStatePerSecond');
    assert.deepEqual(
      ofOne.map(({ factor, level, baselineLevel, endpoint }) => [factor, level, baselineLevel, endpoint]),
      [
        ['workers', 2, 1, '/a'],
        ['workers', 4, 1, '/a'],
        ['threads', 4, 1, '/a'],
        ['workers', 2, 1, '/b'],
        ['workers', 4, 1, '/b'],
        ['threads', 4, 1, '/b'],
        ['endpoint', '/b', '/a', null],
      ],
    );
    const { length } = metricField.options;
    assert.equal(effects.length, ofOne.length * length);
    // Two of workers and threads within each endpoint; with the endpoint two, one, and two of all three.
    assert.equal(interactions.length, 9 * length);
  });

  it('of the path that is requested, where the endpoint is no factor', () => {
    const conditions: Condition[] = [{ threads: 1 }, { threads: 2 }];
    const { effects } = effectsOf(simulatedRun({ seed: 1, conditions, perSecond: () => 10, noise: 0.01 }));
    assert.ok(effects.every(({ endpoint }) => endpoint === '/'));
  });
});

describe('effectsOf, where trials are missing', () => {
  const whole = simulatedRun({ seed: 3, perSecond: () => 10, noise: 0.01 });
  const without = (isLeft: (trial: StoredRun['trials'][number]) => boolean): StoredRun => ({
    ...whole,
    trials: whole.trials.map((trial) =>
      isLeft(trial) ? trial : { ...trial, validity: { valid: false, reasons: ['spoilt'] } },
    ),
  });
  const isFirst = ({ condition: { workers, threads, endpoint } }: { condition: Condition }): boolean =>
    workers === 1 && threads === 1 && endpoint === '/sync';

  it('goes on with the valid ones', () => {
    const stored = without((trial) => !isFirst(trial) || trial.order.block !== 2);
    const { ratio, verdict } = effectOf(stored, {
      metric: 'steadyStatePerSecond',
      factor: 'threads',
      endpoint: '/sync',
    });
    assert.equal(verdict, 'equivalent');
    assert.ok(ratio.low !== null && ratio.high !== null);
  });

  it('leaves out what a condition without a trial is needed for, and no more', () => {
    const { effects } = effectsOf(without((trial) => !isFirst(trial)));
    assert.deepEqual(
      effects
        .filter(({ metric }) => metric === 'steadyStatePerSecond')
        .map(({ factor, endpoint }) => [factor, endpoint]),
      [
        ['workers', '/async'],
        ['threads', '/async'],
      ],
    );
  });

  it('invents no interval where each condition was measured once', () => {
    const { effects, interactions } = effectsOf(
      simulatedRun({ seed: 3, replicates: 1, perSecond: defaultPlanPerSecond, noise: 0.01 }),
    );
    assert.ok(effects.length > 0 && interactions.length > 0);
    for (const { ratio, pValue, equivalencePValue, verdict } of [...effects, ...interactions]) {
      assert.ok(ratio.estimate !== null);
      assert.deepEqual([ratio.low, ratio.high, pValue, equivalencePValue], [null, null, null, null]);
      assert.equal(verdict, 'inconclusive');
    }
  });
});
