import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { RING_CAPACITY, SampleRing } from '../../../src/load/raw-samples/sample-ring.ts';
import { numberOf, sampleOf } from './fixtures/sample-of.ts';

/** Where the positions of a ring stand in its memory, as 32-bit numbers. */
const [HEAD, TAIL] = [0, 32];

/** A ring, as its two threads see it, that has carried so many samples before. */
function ringAt(capacity: number, position: number): { pushing: SampleRing; draining: SampleRing } {
  const memory = SampleRing.createMemory(capacity);
  const positions = new Int32Array(memory);
  positions[HEAD] = position;
  positions[TAIL] = position;
  return { pushing: new SampleRing(memory), draining: new SampleRing(memory) };
}

describe('SampleRing', () => {
  it('hands out what was pushed, in order, but for what it counted as dropped, however the two threads take turns', () => {
    const turn = fc.oneof(
      fc.record({ push: fc.integer({ min: 1, max: 20 }) }),
      fc.record({ take: fc.integer({ min: 0, max: 20 }) }),
    );
    const position = fc.oneof(fc.constant(0), fc.integer({ min: 2 ** 31 - 64, max: 2 ** 31 - 1 }));
    const sizes = fc.constantFrom(1, 2, 8, 16);
    fc.assert(
      fc.property(sizes, position, fc.array(turn), (capacity, at, turns) => {
        const { pushing, draining } = ringAt(capacity, at);
        const kept: number[] = [];
        const taken: number[] = [];
        let [pushed, dropped] = [0, 0];
        const takeUpTo = (most: number): void => {
          let left = most;
          const emptied = draining.drain((sample) => {
            if (left-- === 0) return false;
            assert.deepEqual(sample, sampleOf(numberOf(sample)));
            taken.push(numberOf(sample));
            return true;
          });
          assert.equal(emptied, kept.length === taken.length);
        };
        for (const action of turns) {
          if ('take' in action) {
            takeUpTo(action.take);
            continue;
          }
          for (let count = 0; count < action.push; count++) {
            if (kept.length - taken.length < capacity) kept.push(pushed);
            else dropped++;
            pushing.push(sampleOf(pushed++));
          }
          assert.deepEqual([draining.dropped, draining.waiting], [dropped, kept.length - taken.length]);
        }
        takeUpTo(Infinity);
        assert.deepEqual(taken, kept);
        assert.equal(taken.length + draining.dropped, pushed);
      }),
    );
  });

  it('holds what a thread of 200,000 requests/s pushes while nobody drains for 120 ms', () => {
    assert.ok(RING_CAPACITY >= 200_000 * 0.12);
    const ring = new SampleRing(SampleRing.createMemory());
    for (let number = 0; number < RING_CAPACITY; number++) ring.push(sampleOf(number));
    assert.deepEqual([ring.waiting, ring.dropped], [RING_CAPACITY, 0]);
    ring.push(sampleOf(RING_CAPACITY));
    assert.deepEqual([ring.waiting, ring.dropped], [RING_CAPACITY, 1]);
  });

  for (const capacity of [64, 4_096]) {
    it(`loses and tears nothing uncounted between two threads, with room for ${capacity} samples`, async () => {
      const memory = SampleRing.createMemory(capacity);
      const count = 1_000_000;
      const ring = new SampleRing(memory);
      const worker = new Worker(new URL('./fixtures/pushing-thread.ts', import.meta.url), {
        workerData: { memory, count },
      });
      const pushed = once(worker, 'message');
      let taken = 0;
      let last = -1;
      const take = (sample: Parameters<Parameters<SampleRing['drain']>[0]>[0]): boolean => {
        const number = numberOf(sample);
        if (number <= last) assert.fail(`${number} after ${last}`);
        // Compared in full now and then: a deep comparison takes longer than a thousand pushes.
        if (taken % 97 === 0) assert.deepEqual(sample, sampleOf(number));
        else if (sample.endedAt !== number + 1e9 || sample.connection !== number % 1_000) assert.fail('torn');
        last = number;
        taken++;
        return true;
      };
      const until = Date.now() + 30_000;
      while (taken + ring.dropped < count && Date.now() < until) ring.drain(take);
      await pushed;
      assert.deepEqual([taken + ring.dropped, ring.waiting], [count, 0]);
      assert.ok(taken >= capacity);
      await worker.terminate();
    });
  }
});
