import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workerClassPolicy } from '../../../../src/serve/dispatch/worker-classes/worker-class.ts';

const SIZE = { threads: 4, poolSize: 40 };
const FREE_LOOP = { where: 'eventLoop', needsSlot: false };
const IN_TURN_ON_LOOP = { where: 'turnOfLoop', needsSlot: true };
const IN_THREAD = { where: 'thread', needsSlot: true };

test('each class says who may run where, who waits, and how many run at once', () => {
  for (const [workerClass, slots, threads, async, sync] of [
    ['pool', 40, 40, FREE_LOOP, IN_THREAD],
    ['gthread', 4, 4, IN_THREAD, IN_THREAD],
    ['sync', 1, 0, IN_TURN_ON_LOOP, IN_TURN_ON_LOOP],
    ['loop', null, 0, FREE_LOOP, FREE_LOOP],
  ] as const) {
    const { idleThreadsNote: _, ...policy } = workerClassPolicy(workerClass, SIZE);
    assert.deepEqual(policy, { slots, threads, placement: { async, sync } }, workerClass);
  }
});

test('only gthread has a use for --threads; the others say what counts in their place', () => {
  for (const [workerClass, note] of [
    ['pool', /--pool-size 40 threads a worker/],
    ['sync', /one request at a time/],
    ['loop', /on the event loop/],
  ] as const) {
    assert.match(workerClassPolicy(workerClass, SIZE).idleThreadsNote ?? '', note);
  }
  assert.equal(workerClassPolicy('gthread', SIZE).idleThreadsNote, undefined);
});
