import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { EventQueue } from '../../../src/queueing/simulator/event-queue.ts';
import { nanoseconds } from '../../../src/units.ts';

/** What is done: add an event so long after now, or take the next. */
type Step = { add: number } | 'take';

/** Follows a list that is kept in order, and fails where the queue does something else. */
function follow(steps: readonly Step[]): void {
  const queue = new EventQueue();
  const list: { at: number; number: number }[] = [];
  let now = 0;
  let numbers = 0;
  const take = (): void => {
    const next = list.shift();
    assert.equal(queue.nextAt, next?.at ?? Infinity);
    if (next === undefined) return;
    assert.equal(queue.take(), next.number);
    now = next.at;
  };
  for (const step of steps) {
    if (step === 'take') take();
    else {
      const at = now + step.add;
      const number = numbers++;
      const after = list.findIndex((event) => event.at > at);
      list.splice(after === -1 ? list.length : after, 0, { at, number });
      queue.add(nanoseconds(at), number);
    }
    assert.equal(queue.size, list.length);
  }
  while (list.length > 0) take();
  assert.equal(queue.nextAt, Infinity);
}

const after = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 1_000 }),
  fc.integer({ min: 0, max: 10 ** 10 }),
  fc.constantFrom(1_000, 10_000_000_000, 2 ** 50),
);
const steps = (most: number) =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: after.map((add): Step => ({ add })) },
      { weight: 2, arbitrary: fc.constant<Step>('take') },
    ),
    {
      maxLength: most,
      size: 'max',
    },
  );

describe('EventQueue', () => {
  it('gives events by their time, and those of one time in the order in which they were added', () => {
    fc.assert(fc.property(steps(400), follow), { numRuns: 300 });
  });

  it('does so with thousands, whatever lies between them: bursts, ties, long tails and long pauses', () => {
    for (const spread of [1, 10, 1e3, 1e9, 1e13]) {
      const queue = new EventQueue();
      const last: { at: number; number: number } = { at: -1, number: -1 };
      let [numbers, seen] = [0, 0];
      const add = (now: number): void => {
        // Anything between nothing and the whole spread on a logarithmic scale: most are soon, some are very late.
        const uniform = ((Math.imul(numbers + 1, 0x9e37_79b1) >>> 0) % 10_007) / 10_007;
        queue.add(nanoseconds(now + Math.floor(spread ** uniform) - 1), numbers++);
      };
      for (let number = 0; number < 5_000; number++) add(0);
      while (queue.nextAt !== Infinity) {
        const at = queue.nextAt;
        const number = queue.take();
        assert.ok(at > last.at || (at === last.at && number > last.number));
        Object.assign(last, { at, number });
        seen++;
        if (numbers < 50_000) add(at);
      }
      assert.equal(seen, 50_000);
    }
  });

  it('is exact beyond what 32 bits hold, to a nanosecond', () => {
    const queue = new EventQueue();
    const late = 2 ** 53 - 10;
    for (const distance of [5, 3, 4, 1, 2]) queue.add(nanoseconds(late + distance), distance);
    const taken = [1, 2, 3, 4, 5].map(() => [queue.nextAt - late, queue.take()]);
    assert.deepEqual(taken, [
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
      [5, 5],
    ]);
  });
});
