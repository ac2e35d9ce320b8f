import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { TimeOuts } from '../../src/load/time-outs.ts';
import { nanoseconds } from '../../src/units.ts';

it('always knows the oldest request, whatever order they end in', () => {
  const action = fc.record({ connection: fc.nat(9), add: fc.boolean() });
  fc.assert(
    fc.property(fc.array(action), (actions) => {
      const timeOuts = new TimeOuts(10);
      let expected: number[] = [];
      actions.forEach(({ connection, add }, time) => {
        expected = expected.filter((listed) => listed !== connection);
        timeOuts.remove(connection);
        if (add) {
          expected.push(connection);
          timeOuts.add(connection, nanoseconds(time));
        }
        assert.equal(timeOuts.oldest, expected[0]);
      });
      for (const connection of expected) {
        assert.equal(timeOuts.oldest, connection);
        timeOuts.remove(connection);
      }
      assert.equal(timeOuts.oldest, undefined);
    }),
  );
});
