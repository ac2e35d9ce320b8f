import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Arrivals } from '../../../src/serve/dispatch/arrivals.ts';

test('who comes while connections are on their way waits for just those', () => {
  const arrivals = new Arrivals();
  const ran: string[] = [];
  assert.ok(arrivals.areIn);
  arrivals.received(2);
  assert.ok(!arrivals.areIn);
  arrivals.whenIn(() => ran.push('first'));
  arrivals.received(3);
  arrivals.whenIn(() => ran.push('second'));
  assert.deepEqual(ran, []);
  arrivals.received(2);
  assert.deepEqual(ran, ['first']);
  arrivals.received(1);
  arrivals.received(0);
  assert.deepEqual(ran, ['first', 'second']);
  assert.ok(arrivals.areIn);
});

test('an endless stream of connections holds nobody up for ever', () => {
  const arrivals = new Arrivals();
  let ran = 0;
  for (let connection = 0; connection < 100; connection += 1) {
    arrivals.received(5);
    arrivals.whenIn(() => (ran += 1));
  }
  assert.equal(ran, 95);
});

test('what never came is not waited for once it is known', () => {
  const arrivals = new Arrivals();
  let ran = 0;
  arrivals.received(4);
  arrivals.whenIn(() => (ran += 1));
  arrivals.caughtUp();
  assert.equal(ran, 1);
  assert.ok(arrivals.areIn);
});
