import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startLimit } from '../../../src/serve/master/heartbeat.ts';
import { beatAll } from '../../../src/serve/master/heartbeats.ts';
import { WorkerProcess } from '../../../src/serve/master/worker-process.ts';
import { milliseconds } from '../../../src/units.ts';
import { FakeFork } from './fake-fork.ts';

function starting() {
  const forks = new FakeFork();
  const events = { heard: () => {}, left: () => {} };
  const worker = new WorkerProcess(0, forks.fork(0), events);
  return { worker, child: forks.child(1) };
}

test('a worker has a minute to start, or its longer time-out; without a time-out it has for ever', () => {
  const limits = [2_000, 60_000, 90_000, 0].map((timeout) => startLimit(milliseconds(timeout)));
  assert.deepEqual(limits, [60_000, 60_000, 90_000, Infinity]);
});

test('a worker that hangs while it starts is killed when its time is over, and says why', () => {
  const { worker, child } = starting();
  const timeout = milliseconds(30_000);
  const beats = (count: number) => {
    for (let beat = 0; beat < count; beat += 1)
      beatAll({ ready: [undefined], starting: [worker] }, milliseconds(1_000), timeout);
  };
  beats(59);
  assert.equal(child.killed, false);
  beats(1);
  assert.equal(child.killed, true);
  assert.equal(worker.ending, 'was not ready after 1m: it hangs while it starts; killed');
});

test('a master that was stopped does not hold the time against those that start', () => {
  const { worker, child } = starting();
  beatAll({ ready: [], starting: [worker] }, milliseconds(600_000), milliseconds(30_000));
  assert.equal(child.killed, false);
});

test('without a time-out a worker may start for ever', () => {
  const { worker, child } = starting();
  for (let beat = 0; beat < 1_000; beat += 1)
    beatAll({ ready: [], starting: [worker] }, milliseconds(1_000), milliseconds(0));
  assert.equal(child.killed, false);
});
