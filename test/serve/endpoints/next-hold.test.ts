import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHold } from '../../../src/plan/hold.ts';
import { holdStream } from '../../../src/serve/endpoints/hold-stream.ts';
import { holdsOf, type NextHold } from '../../../src/serve/endpoints/next-hold.ts';
import { BadRequest } from '../../../src/serve/handler-request.ts';
import { requestOf } from './request-of.ts';

const PLAIN = requestOf('/sync');

function holds(text: string, { seed = 1, workerPlace = 1, thread = 0 } = {}): NextHold {
  const hold = parseHold(text);
  assert.ok(hold);
  return holdsOf({ hold, seed, workerPlace }, thread);
}

const some = (next: NextHold): bigint[] => Array.from({ length: 5 }, () => next(PLAIN));

test('a constant hold is the same for each request, in nanoseconds', () => {
  assert.deepEqual(some(holds('1.5ms')), Array(5).fill(1_500_000n));
});

test('a thread draws the same holds again from the same seed, and another thread, worker or seed others', () => {
  const one = some(holds('exp:250ms'));
  assert.deepEqual(one, some(holds('exp:250ms')));
  assert.equal(new Set(one).size, 5);
  for (const other of [{ seed: 2 }, { workerPlace: 2 }, { thread: 1 }])
    assert.notDeepEqual(some(holds('exp:250ms', other)), one);
});

test('no two streams of 16 workers × 64 threads × 4 seeds begin alike, and their beginnings are even', () => {
  const firsts: number[] = [];
  for (let seed = 0; seed < 4; seed += 1)
    for (let place = 1; place <= 16; place += 1)
      for (let thread = 0; thread < 64; thread += 1) firsts.push(holdStream(seed, place, thread)());
  assert.equal(new Set(firsts).size, firsts.length);
  const sorted = firsts.toSorted((one, other) => one - other);
  const furthest = Math.max(...sorted.map((first, index) => Math.abs(first - index / sorted.length)));
  // Kolmogorov and Smirnov: exceeded once in a thousand.
  assert.ok(furthest < 1.95 / Math.sqrt(sorted.length) + 1 / sorted.length, `${furthest}`);
});

test('a request may say how long it is held, in every form that a hold has', () => {
  const next = holds('10s');
  assert.equal(next(requestOf('/sync?hold=250ms')), 250_000_000n);
  assert.equal(next(requestOf('/sync?hold=0')), 0n);
  assert.equal(next(requestOf('/sync?other=1')), 10_000_000_000n);
  const drawn = next(requestOf('/sync?hold=uniform:100ms:400ms'));
  assert.ok(drawn >= 100_000_000n && drawn < 400_000_000n);
});

test('a request that asks for no hold is told what a hold is', () => {
  for (const query of ['hold=', 'hold=250', 'hold=-1ms', 'hold=exp:x', 'hold=1ms&hold=2ms'])
    assert.throws(
      () => holds('10s')(requestOf(`/sync?${query}`)),
      (error) =>
        error instanceof BadRequest && /is not a hold: write a duration such as 250ms/.test(error.message),
      query,
    );
});
