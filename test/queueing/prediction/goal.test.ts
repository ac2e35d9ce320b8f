import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseGoal, reachGoal, type Goal } from '../../../src/queueing/prediction/goal.ts';
import { simulatedFigures } from '../../../src/queueing/prediction/simulated-figures.ts';
import type { SimulationModel } from '../../../src/queueing/simulator/simulation-model.ts';
import { milliseconds } from '../../../src/units.ts';
import { load, server } from '../simulator/fixtures.ts';

const goal = (text: string): Goal => parseGoal(text) ?? assert.fail(`${text} is no goal`);

/** 100 connections on 40 slots of 100 ms, dealt in turn over the workers there are. */
const model: SimulationModel = {
  server: server('slot', '100ms', { slots: 40, handlerTime: milliseconds(0.1) }),
  load: load({ duration: '3s' }),
};

describe('parseGoal', () => {
  it('reads times and rates', () => {
    assert.deepEqual(goal('p99<2s'), { figure: 'p99Ms', value: 2_000 });
    assert.deepEqual(goal('mean < 250ms'), { figure: 'meanMs', value: 250 });
    assert.deepEqual(goal('throughput>50/s'), { figure: 'steadyPerSecond', value: 50 });
    assert.deepEqual(goal('throughput > 0.5'), { figure: 'steadyPerSecond', value: 0.5 });
  });
  it('refuses what is none', () => {
    for (const text of [
      '',
      'p99',
      'p99>2s',
      'p99<2',
      'p98<2s',
      'throughput<5',
      'throughput>0',
      'p50<0s',
      'p99<2s x',
    ])
      assert.equal(parseGoal(text), undefined, text);
  });
});

describe('reachGoal', () => {
  it('finds the fewest slots and workers that reach a throughput', () => {
    // 650/s take 65 slots of 100 ms; 2 workers have 80.
    const outcome = reachGoal(model, goal('throughput>640/s'), 1);
    assert.ok(outcome.state === 'reachable');
    assert.deepEqual(
      outcome.by.map(({ lever, count }) => [lever, count]),
      [
        ['workers', 2],
        ['slots', 65],
      ],
    );
    assert.ok(Math.abs((outcome.now ?? 0) / 400 - 1) < 0.02);
  });

  it('reaches it with that number, and does not with one less', () => {
    const drawn: SimulationModel = { ...model, server: server('slot', 'exp:100ms', { slots: 20 }) };
    const wanted = goal('p99<700ms');
    const outcome = reachGoal(drawn, wanted, 7);
    assert.ok(outcome.state === 'reachable' && outcome.by.length === 2);
    for (const { lever, count, figure } of outcome.by) {
      const at = (number: number) =>
        simulatedFigures({ ...drawn, server: { ...drawn.server, [lever]: number } }, 7).p99Ms ?? Infinity;
      assert.equal(at(count), figure);
      assert.ok(figure < 700 && at(count - 1) >= 700, `${lever} ${count}`);
    }
  });

  it('says where it is reached already, and where nothing reaches it', () => {
    assert.equal(reachGoal(model, goal('throughput>300/s'), 1).state, 'reached');
    const beyond = reachGoal(model, goal('p99<90ms'), 1);
    assert.ok(beyond.state === 'beyond');
    assert.ok(Math.abs((beyond.best ?? 0) - 100.1) < 0.5);
  });

  it('changes the workers only where handlers block the event loop', () => {
    const blocking = {
      ...model,
      server: { ...model.server, requests: [{ ...model.server.requests[0], place: 'eventLoop' }] },
    };
    const outcome = reachGoal(blocking as SimulationModel, goal('throughput>45/s'), 1);
    assert.ok(outcome.state === 'reachable');
    assert.deepEqual(
      outcome.by.map(({ lever }) => lever),
      ['workers'],
    );
    assert.ok((outcome.by[0]?.count ?? 0) >= 5);
  });
});
