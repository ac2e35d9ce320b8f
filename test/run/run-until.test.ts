import assert from 'node:assert/strict';
import { it } from 'node:test';
import { scheduleTrials } from '../../src/plan/trial-schedule.ts';
import type { RunOptions } from '../../src/run/run-plan.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import { FakeWorld, type Behaviour } from './jobs/fixtures/fake-world.ts';

const until = { halfWidth: 0.02, replicatesAtMost: 8 };

/** Figures whose logarithms are this far apart, in turn, about 1. */
const scattered =
  (apart: number) =>
  (replicate: number): number =>
    Math.exp(((replicate % 2) - 0.5) * apart);
const exact: Behaviour = { steadyStatePerSecond: () => 5 };

function world(conditions: Readonly<Record<string, Behaviour>>, replicates = 1): FakeWorld {
  return new FakeWorld({ conditions, replicates, seconds: 5 });
}

async function run(
  conditions: Readonly<Record<string, Behaviour>>,
  given: Partial<RunOptions> = {},
): Promise<StoredRun> {
  return world(conditions).run({ jobs: undefined, until, ...given });
}

const orderOf = ({ trials }: StoredRun): unknown[] =>
  trials.map(({ condition, order }) => [order.position, order.block, condition['endpoint']]);

it('adds blocks until each interval is narrow enough, three at least', async () => {
  const stored = await run({ '/a': exact, '/b': exact });
  assert.deepEqual([stored.run.plan.replicates, stored.trials.length], [3, 6]);
  assert.deepEqual(stored.run.until, { ...until, ended: 'reached', without: [] });
  // A deviation of 1.15 %: with t = 4.303 of 3 trials ±2.9 %, with 3.182 of 4 ±1.8 %.
  const wider = await run({ '/a': exact, '/b': { steadyStatePerSecond: scattered(0.02) } });
  assert.equal(wider.run.plan.replicates, 4);
});

it('goes on in the order that the seed gives however many blocks there are', async () => {
  const stored = await run({ '/a': exact, '/b': { steadyStatePerSecond: scattered(0.03) }, '/c': exact });
  const { replicates, conditions } = stored.run.plan;
  assert.ok(replicates > 3 && replicates < 8);
  assert.deepEqual(
    orderOf(stored),
    scheduleTrials(conditions, replicates, 1).map(({ position, block, condition }) => [
      position,
      block,
      condition['endpoint'],
    ]),
  );
});

it('begins with as many as were asked for', async () => {
  const stored = await world({ '/a': exact }, 5).run({ jobs: undefined, until });
  assert.equal(stored.run.plan.replicates, 5);
});

it('ends at the limit, and says so', async () => {
  const stored = await run({ '/a': exact, '/b': { steadyStatePerSecond: scattered(1) } });
  assert.deepEqual([stored.run.plan.replicates, stored.run.until?.ended], [8, 'limit']);
});

it('waits for no condition that has nothing to wait for, and names it', async () => {
  const stored = await run({ '/a': exact, '/b': { failsToStart: true }, '/c': {} });
  assert.equal(stored.run.plan.replicates, 3);
  assert.deepEqual(stored.run.until?.ended, 'reached');
  assert.deepEqual(stored.run.until.without, [
    { condition: { endpoint: '/b' }, because: 'no trial of it could be measured' },
    {
      condition: { endpoint: '/c' },
      because: 'none of its trials has a steady state or a mean response time',
    },
  ]);
});

it('ends after the first blocks when no condition has anything to wait for', async () => {
  const stored = await run({ '/a': { failsToStart: true }, '/b': { failsToLoad: true } });
  assert.deepEqual([stored.run.until?.ended, stored.run.plan.replicates], ['noInterval', 3]);
  assert.deepEqual([stored.run.failedTrials.length, stored.run.until?.without.length], [6, 2]);
});

it('has each block in the record as it begins, with what it is added for', async () => {
  const growing: number[] = [];
  const fake = new FakeWorld({
    conditions: { '/a': { steadyStatePerSecond: scattered(0.02) } },
    seconds: 5,
    onStep: (step, { store }) => {
      if (step.startsWith('start')) growing.push(store.latestRun()?.run.plan.replicates ?? NaN);
    },
  });
  await fake.run({ jobs: undefined, until });
  assert.deepEqual(growing, [1, 2, 3, 4]);
  const awaited = fake.events.flatMap((event) => (event.type === 'blockStarting' ? [event.awaited] : []));
  assert.deepEqual(awaited.slice(0, 3), [null, null, null]);
  assert.deepEqual(awaited[3]?.condition, { endpoint: '/a' });
  assert.ok((awaited[3]?.halfWidth ?? 0) > 0.02);
});

it('goes with several trials at the same time', async () => {
  const stored = await world({
    '/a': exact,
    '/b': exact,
    '/c': { steadyStatePerSecond: scattered(0.02) },
  }).run({ until });
  assert.deepEqual([stored.run.plan.replicates, stored.run.until?.ended], [4, 'reached']);
  assert.equal(stored.trials.length, 12);
  assert.ok((stored.run.jobs?.most ?? 0) > 1);
});

it('that is interrupted says nothing of how it ended', async () => {
  const fake: FakeWorld = new FakeWorld({
    conditions: { '/a': exact },
    seconds: 5,
    onStep: (step, { interrupt, steps }) => {
      if (steps.filter((one) => one === step).length === 2) interrupt.abort();
    },
  });
  const stored = await fake.run({ jobs: undefined, until });
  assert.deepEqual([stored.run.state, stored.run.until?.ended], ['interrupted', null]);
});
