import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkPlan } from '../../src/plan/check-plan.ts';
import { conditionsOf } from '../../src/plan/conditions.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { trialSettings } from '../../src/plan/trial-settings.ts';
import { measuredServer } from '../../src/queueing/prediction/measured-server.ts';
import { modelledTrial } from '../../src/queueing/prediction/modelled-trial.ts';
import { meanService } from '../../src/queueing/simulator/service-times.ts';
import { inOwnTimes, planOfRun } from '../../src/run/plan-of-run.ts';
import { simulatePlan, type SimulatedRun } from '../../src/run/simulate-plan.ts';

const simulated = (plan: Plan, timeScale: number): SimulatedRun =>
  simulatePlan({ plan, timeScale, seed: 1, command: [] });

const plan = checkPlan(
  {
    name: 'x',
    target: { kind: 'embedded', hold: 'exp:1s', poolSize: 3, balance: 'shared' },
    load: {
      duration: '5s',
      timeout: '8s',
      connections: 12,
      generatorThreads: 2,
      thinkTime: '1s',
      timeoutPolicy: 'wait',
    },
    factors: { endpoint: ['/sync', '/async'], workers: [1, 4], thinkTime: ['500ms', '2s'] },
  },
  'test',
);

describe('planOfRun', () => {
  it('has the settings of each trial again, in the times of the run', () => {
    const { stored } = simulated(plan, 0.1);
    const again = planOfRun(stored, {});
    const before = conditionsOf(plan.factors).map((condition) => trialSettings(plan, condition, 0.1));
    const after = conditionsOf(again.factors).map((condition) => trialSettings(again, condition, 1));
    const known = ({ load, target }: (typeof before)[number]) => [
      Object.fromEntries(Object.entries(load).filter(([, value]) => value !== undefined)),
      target,
    ];
    assert.deepEqual(after.map(known), before.map(known));
  });

  it('takes settings of the load in place of those of the run', () => {
    const { load } = planOfRun(simulated(plan, 0.1).stored, { connections: 500 });
    assert.deepEqual([load.connections, load.duration], [500, 500]);
  });

  it('has what predictions need of a command, without its command', () => {
    const command = checkPlan(
      {
        name: 'x',
        target: {
          kind: 'command',
          command: 'serve -t {threads} {port}',
          settings: { threads: 2 },
          workers: 2,
          hold: '1s',
          model: { workerClass: 'gthread', threads: 5 },
        },
        load: { duration: '5s', timeout: '8s' },
        factors: { endpoint: ['/any'] },
      },
      'test',
    );
    const again = planOfRun(simulated(command, 0.5).stored, {});
    const modelled = modelledTrial(again, { endpoint: '/any' }, 1);
    assert.ok(modelled.state === 'modelled');
    const { server } = modelled.model;
    assert.deepEqual(
      [server.workers, server.slots, server.requests[0]?.hold],
      [2, 5, { kind: 'constant', duration: 500 }],
    );
  });
});

describe('measuredServer', () => {
  it('takes the response times of trials in which nothing waits for those in which it does', () => {
    const { stored } = simulated(plan, 0.1);
    const again = planOfRun(stored, {});
    const thinkTimes = new Set(inOwnTimes(stored).trials.map(({ condition }) => condition['thinkTime']));
    assert.deepEqual(thinkTimes, new Set(['50ms', '200ms']));
    assert.deepEqual(again.factors['thinkTime'], ['50ms', '200ms']);
    const own = (endpoint: string) =>
      measuredServer(stored, { endpoint, workers: 9 }, (condition) => modelledTrial(again, condition, 1));
    // With 12 connections on 3 slots a worker, /sync has to wait whatever the spread.
    assert.equal(own('/sync').from, 'plan');
    const found = own('/async');
    assert.ok(found.from === 'responseTimes' && found.service !== undefined);
    // exp:1s at a tenth: some hundreds of them.
    assert.ok(Math.abs(meanService(found.service) / 100 - 1) < 0.2);
  });
});
