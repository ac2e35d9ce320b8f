import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkPlan } from '../../../src/plan/check-plan.ts';
import { conditionsOf } from '../../../src/plan/conditions.ts';
import { modelledTrial, type ModelledTrial } from '../../../src/queueing/prediction/modelled-trial.ts';

/** The first condition of a plan with this target and load. */
function modelled(target: object, endpoint: string, load: object = {}): ModelledTrial {
  const plan = checkPlan(
    {
      name: 'x',
      target,
      load: { duration: '10s', timeout: '5s', ...load },
      factors: { endpoint: [endpoint] },
    },
    'test',
  );
  return modelledTrial(plan, conditionsOf(plan.factors)[0] ?? {}, 1);
}

const embedded = (settings: object = {}) => ({ kind: 'embedded', hold: '100ms', ...settings });
const command = (settings: object = {}) => ({ kind: 'command', command: 'serve {port}', ...settings });

describe('modelledTrial', () => {
  const places: [object, string, string, number][] = [
    [embedded(), '/sync', 'slot', 40],
    [embedded(), '/async?x=1', 'timer', 40],
    [embedded(), '/blocking', 'eventLoop', 40],
    [embedded({ workerClass: 'gthread', threads: 3 }), '/async', 'slot', 3],
    [embedded({ workerClass: 'sync' }), '/async', 'slot', 1],
    [embedded({ workerClass: 'loop' }), '/sync', 'eventLoop', 1],
    [
      command({ workers: 2, hold: '1s', model: { workerClass: 'gthread', threads: 7 } }),
      '/anything',
      'slot',
      7,
    ],
    [command({ workers: 2, hold: '1s', model: { workerClass: 'pool' } }), '/async', 'timer', 40],
  ];
  for (const [target, endpoint, place, slots] of places)
    it(`${endpoint} of ${JSON.stringify(target)} has ${place}, of ${slots} slots a worker`, () => {
      const found = modelled(target, endpoint);
      assert.ok(found.state === 'modelled', JSON.stringify(found));
      assert.deepEqual([found.model.server.requests[0]?.place, found.model.server.slots], [place, slots]);
    });

  const unknown: [object, string, RegExp][] = [
    [{ kind: 'url', url: 'http://127.0.0.1:1' }, '/sync', /how the server runs its handlers is not known/],
    [command({ hold: '1s', model: { workerClass: 'loop' } }), '/sync', /how many workers/],
    [command({ workers: 1, model: { workerClass: 'loop' } }), '/sync', /how long \/sync takes is not known/],
    [
      command({ workers: 1, hold: '1s', model: { workerClass: 'loop' } }),
      '/x',
      /whether the handler of \/x blocks/,
    ],
    [embedded(), '/cpu', /computes, and the model has no processors/],
    [embedded(), '/db', /how long \/db takes is not known/],
    [embedded({ app: 'app.ts' }), '/sync', /user's own app/],
    [embedded({ limitInFlight: 3 }), '/sync', /answers 503/],
    [embedded({ hold: '0' }), '/sync', /nothing but the overhead/],
    [embedded({ hold: '1s' }), '/blocking', /blocked for up to 1.667m get their workers replaced/],
  ];
  for (const [target, endpoint, missing] of unknown)
    it(`says what is missing: ${missing.source}`, () => {
      const found = modelled(target, endpoint);
      assert.ok(found.state === 'unknown');
      assert.match(found.missing, missing);
    });

  it('takes the levels of a condition, and the time scale, as a trial does', () => {
    const plan = checkPlan(
      {
        name: 'x',
        target: embedded({ hold: '2s' }),
        load: { duration: '10s', timeout: '5s' },
        factors: { endpoint: ['/sync'], workers: [3], poolSize: [5] },
      },
      'test',
    );
    const found = modelledTrial(plan, { endpoint: '/sync', workers: 3, poolSize: 5 }, 0.1);
    assert.ok(found.state === 'modelled');
    const { server, load } = found.model;
    assert.deepEqual([server.workers, server.slots, load.duration], [3, 5, 1_000]);
    assert.deepEqual(server.requests[0]?.hold, { kind: 'constant', duration: 200 });
  });
});
