import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { WaitingArrivals } from '../../src/samples/waiting-arrivals.ts';
import { nanoseconds } from '../../src/units.ts';

it('hands over first what came first, however many wait', () => {
  const steps = fc.array(fc.record({ add: fc.nat(2_000), take: fc.nat(2_000) }), { maxLength: 10 });
  fc.assert(
    fc.property(steps, (rounds) => {
      const waiting = new WaitingArrivals();
      const expected: number[] = [];
      let next = 0;
      for (const { add, take } of rounds) {
        for (let count = 0; count < add; count++) {
          waiting.add(nanoseconds(next));
          expected.push(next++);
        }
        for (let count = 0; count < take && waiting.size > 0; count++) {
          assert.equal(waiting.first, expected[0]);
          assert.equal(waiting.take(), expected.shift());
        }
        assert.equal(waiting.size, expected.length);
      }
      assert.equal(waiting.first, expected[0] ?? Infinity);
    }),
  );
});
