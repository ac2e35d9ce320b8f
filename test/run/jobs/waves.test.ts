import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Target } from '../../../src/plan/target.ts';
import type { StoredRun } from '../../../src/samples/run-record.ts';
import { FakeWorld } from './fixtures/fake-world.ts';

/** Of the seed that the fake run has: the drawn order of its conditions. */
function orderOf({ events }: FakeWorld): string[] {
  const starting = events.find((event) => event.type === 'blockStarting');
  return (starting?.type === 'blockStarting' ? starting.trials : []).map(({ condition }) =>
    String(condition['endpoint']),
  );
}

const endpointsOf = ({ trials }: StoredRun): string[] =>
  trials.map(({ condition }) => String(condition['endpoint']));

const repeatedOf = ({ run }: StoredRun): string[] =>
  (run.jobs?.repeated ?? []).map(({ condition }) => String(condition['endpoint']));

const times = (steps: readonly string[], step: string): number => steps.filter((one) => one === step).length;

/** How many steps of one kind come before the first of another. */
const before = (steps: readonly string[], one: string, other: string): number =>
  steps
    .slice(
      0,
      steps.findIndex((step) => step.startsWith(other)),
    )
    .filter((step) => step.startsWith(one)).length;

const waiting = { '/a': {}, '/b': {}, '/c': {}, '/d': {} };

describe('conditions that wait', () => {
  it('are loaded at the same time, each once, their servers started before and stopped after', async () => {
    const world = new FakeWorld({ conditions: waiting });
    const stored = await world.run();
    assert.deepEqual([stored.run.state, stored.trials.length], ['finished', 4]);
    assert.deepEqual(stored.run.jobs, { asked: 'auto', most: 4, repeated: [] });
    assert.equal(before(world.steps, 'start', 'load'), 4);
    assert.equal(before(world.steps, 'load', 'end'), 4);
    assert.equal(before(world.steps, 'end', 'stop'), 4);
    assert.deepEqual(world.up, []);
    // The first is watched for 5 s, the others begin as the machine gets calm: far from four times a minute.
    assert.ok(world.clock.time < 90_000, `${world.clock.time}`);
  });

  it('begin in the order that was drawn, with their places in the run', async () => {
    const world = new FakeWorld({ conditions: waiting });
    const stored = await world.run();
    const order = orderOf(world);
    assert.deepEqual(
      world.steps.filter((step) => step.startsWith('load')),
      order.map((name) => `load ${name}`),
    );
    assert.deepEqual(endpointsOf(stored), order);
    assert.deepEqual(
      stored.trials.map((trial) => trial.order.position),
      [1, 2, 3, 4],
    );
  });

  it('are never more at once than was asked for', async () => {
    const world = new FakeWorld({ conditions: waiting });
    const stored = await world.run({ jobs: 3 });
    assert.equal(stored.run.jobs?.most, 3);
    assert.equal(before(world.steps, 'start', 'load'), 3);
    assert.equal(stored.trials.length, 4);
  });

  it('do not go on over the end of a block', async () => {
    const world = new FakeWorld({ conditions: { '/a': {}, '/b': {} }, replicates: 3 });
    const stored = await world.run();
    assert.deepEqual([stored.run.jobs?.most, stored.trials.length], [2, 6]);
    const kinds = world.steps.map((step) => step.slice(0, -3)).join(' ');
    assert.equal(kinds, Array(3).fill('start start load load end end stop stop').join(' '));
  });

  it('are not watched again once they are known', async () => {
    const world = new FakeWorld({ conditions: waiting, replicates: 2 });
    await world.run();
    const second = world.events.findLastIndex((event) => event.type === 'blockStarting');
    assert.ok(second > 0);
    // Two minutes of load, one watch of 5 s, and starts.
    assert.ok(world.clock.time < 165_000, `${world.clock.time}`);
  });

  it('keep their servers for the next wave where their turn did not come', async () => {
    const world = new FakeWorld({ conditions: waiting, seconds: 1 });
    const stored = await world.run();
    // A load is over before the next is admitted.
    assert.deepEqual([stored.run.jobs?.most, stored.trials.length], [1, 4]);
    assert.equal(world.steps.filter((step) => step.startsWith('start')).length, 4);
  });
});

describe('memory', () => {
  it('is left to half: no server is started that might take of it', async () => {
    // 1,000 before; after three servers of 200 there would be 400.
    const big = { serverBytes: 200 };
    const world = new FakeWorld({ conditions: { '/a': big, '/b': big, '/c': big }, memoryBytes: 1_000 });
    const stored = await world.run();
    assert.equal(before(world.steps, 'start', 'load'), 2);
    assert.deepEqual([stored.run.jobs?.most, stored.trials.length], [2, 3]);
  });

  it('that is short of two servers lets one at a time run', async () => {
    const big = { serverBytes: 600 };
    const world = new FakeWorld({ conditions: { '/a': big, '/b': big }, memoryBytes: 1_000 });
    const stored = await world.run();
    assert.deepEqual([stored.run.jobs?.most, stored.trials.length, stored.run.state], [1, 2, 'finished']);
  });
});

describe('conditions that compute', () => {
  const computing = { share: 0.8 };

  it('go on one at a time, once the first has shown it', async () => {
    const world = new FakeWorld({
      conditions: { '/a': computing, '/b': computing, '/c': computing, '/d': computing },
    });
    const stored = await world.run();
    const [first] = orderOf(world);
    assert.deepEqual([stored.run.jobs?.most, stored.trials.length], [1, 4]);
    // Idle servers were up beside the first. The others were begun with none, so they stand.
    assert.deepEqual(repeatedOf(stored), [first]);
    assert.equal(stored.run.jobs?.repeated[0]?.position, 1);
    assert.ok((stored.run.jobs?.repeated[0]?.busyShare ?? 0) > 0.4);
    assert.ok(stored.trials.every(({ windowMs }) => windowMs === 60_000));
    // It was ended as soon as that was clear: four minutes of load and the starts.
    assert.ok(world.clock.time < 280_000, `${world.clock.time}`);
  });

  it('among those that wait spoil what goes on beside them; all of that is measured again alone, at the end of the block', async () => {
    // The seed puts them in this order: see the next line.
    const world = new FakeWorld({ conditions: { ...waiting, '/b': computing } });
    const stored = await world.run();
    const order = orderOf(world);
    const at = order.indexOf('/b');
    assert.ok(at > 0, `the test needs another order: ${order.join(' ')}`);
    const spoilt = order.slice(0, at + 1);
    assert.deepEqual(new Set(repeatedOf(stored)), new Set(spoilt));
    assert.deepEqual(endpointsOf(stored), order);
    for (const name of spoilt) assert.equal(times(world.steps, `load ${name}`), 2);
    const repeats = world.steps.filter((step) => step.startsWith('load')).slice(-spoilt.length);
    assert.deepEqual(new Set(repeats), new Set(spoilt.map((name) => `load ${name}`)));
    assert.ok(stored.trials.every(({ windowMs, validity }) => windowMs === 60_000 && validity.valid));
  });

  it('are measured alone in later blocks, and the others still together', async () => {
    const world = new FakeWorld({ conditions: { ...waiting, '/b': computing }, replicates: 3 });
    const stored = await world.run();
    assert.equal(stored.trials.length, 12);
    assert.ok((stored.run.jobs?.repeated ?? []).every(({ position }) => position <= 4));
    assert.equal(times(world.steps, 'load /b'), 4);
    for (const [index, step] of world.steps.entries())
      if (step === 'load /b' && index > world.steps.indexOf('stop /b'))
        assert.deepEqual(world.steps.slice(index - 1, index + 3), [
          'start /b',
          'load /b',
          'end /b',
          'stop /b',
        ]);
  });

  it('are together where what is known of them fits', async () => {
    const half = { share: 0.1 };
    const world = new FakeWorld({ conditions: { '/a': half, '/b': half, '/c': half }, replicates: 2 });
    const stored = await world.run();
    assert.deepEqual([stored.run.jobs?.most, stored.run.jobs?.repeated], [2, []]);
    assert.equal(stored.trials.length, 6);
  });
});

describe('a machine that others use', () => {
  it('spoils what shared it while it was busy, and what is measured again alone is kept as it is', async () => {
    const world = new FakeWorld({
      conditions: waiting,
      others: (seconds) => (seconds > 30 && seconds < 36 ? 0.9 : 0),
    });
    const stored = await world.run();
    assert.equal(stored.trials.length, 4);
    assert.equal(repeatedOf(stored).length, 4);
    assert.ok((stored.run.jobs?.repeated ?? []).every(({ busyShare }) => busyShare > 0.4 && busyShare <= 1));
    assert.equal(world.events.filter(({ type }) => type === 'trialSpoilt').length, 4);
  });

  it('admits no other load while it is busy', async () => {
    const world = new FakeWorld({ conditions: waiting, others: () => 0.3 });
    const stored = await world.run();
    assert.deepEqual([stored.run.jobs?.most, stored.run.jobs?.repeated], [1, []]);
    assert.equal(stored.trials.length, 4);
  });

  it('is not spoilt by a moment', async () => {
    const world = new FakeWorld({
      conditions: waiting,
      others: (seconds) => (seconds > 40 && seconds < 40.6 ? 0.9 : 0),
    });
    assert.deepEqual((await world.run()).run.jobs?.repeated, []);
  });
});

describe('a trial that fails', () => {
  it('because its server does not start does not take the wave with it', async () => {
    const world = new FakeWorld({ conditions: { ...waiting, '/c': { failsToStart: true } } });
    const stored = await world.run();
    assert.deepEqual(
      stored.run.failedTrials.map(({ condition, reason }) => [condition['endpoint'], reason]),
      [['/c', 'no luck']],
    );
    assert.deepEqual([stored.trials.length, stored.run.jobs?.most], [3, 3]);
  });

  it('because it cannot be loaded does not either, and its server is stopped', async () => {
    const world = new FakeWorld({ conditions: { ...waiting, '/c': { failsToLoad: true } } });
    const stored = await world.run();
    assert.deepEqual(
      stored.run.failedTrials.map(({ condition }) => condition['endpoint']),
      ['/c'],
    );
    assert.equal(stored.trials.length, 3);
    assert.deepEqual(world.up, []);
  });
});

describe('an interrupt', () => {
  for (const [when, step, count] of [
    ['while servers are started', 'start', 2],
    ['while loads begin', 'load', 2],
    ['when a load has ended', 'end', 1],
    ['while servers are stopped', 'stop', 1],
  ] as const)
    it(`${when} ends all of them, and keeps what was measured in full`, async () => {
      let seen = 0;
      const world = new FakeWorld({
        conditions: { '/a': { seconds: 20 }, '/b': { seconds: 20 }, '/c': {}, '/d': {} },
        onStep: (what, { interrupt }) => {
          if (what.startsWith(step) && ++seen === count) interrupt.abort();
        },
      });
      const stored = await world.run();
      assert.equal(stored.run.state, 'interrupted');
      assert.deepEqual(world.up, []);
      const full = stored.trials.filter(({ validity }) => validity.valid).length;
      assert.equal(full, stored.trials.length);
      assert.equal(full, { start: 0, load: 0, end: 1, stop: 4 }[step]);
      assert.deepEqual(stored.run.failedTrials, []);
    });
});

describe('what cannot share', () => {
  const url = { kind: 'url', url: 'http://127.0.0.1:1/' } as Target;
  const fixed = {
    kind: 'command',
    command: ['serve', '8000'],
    env: {},
    settings: {},
    ready: {},
  } as unknown as Target;
  for (const [what, target, words] of [
    ['a server that is there', url, /Trials go on one at a time where the server is one for all of them\.$/],
    ['a command on a fixed port', fixed, /no \{port\} stands in its command/],
  ] as const)
    it(`runs alone, and it is said why: ${what}`, async () => {
      const world = new FakeWorld({ conditions: waiting, plan: { targets: { '': target } } });
      const stored = await world.run();
      assert.deepEqual([stored.run.jobs?.most, stored.trials.length], [1, 4]);
      assert.equal(before(world.steps, 'start', 'load'), 1);
      assert.match(stored.run.warnings.join(), words);
    });

  it('is everything where nobody sees how busy the machine is', async () => {
    const world = new FakeWorld({ conditions: waiting });
    const blind = { processors: 2, look: () => undefined, availableBytes: () => 1e9, serverBytes: () => 0 };
    const stored = await world.run({ machine: blind });
    assert.deepEqual([stored.run.jobs?.most, stored.trials.length], [1, 4]);
    assert.match(stored.run.warnings.join(), /cannot be seen here/);
  });
});
