import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { DueConnections } from '../../src/load/due-connections.ts';
import { nanoseconds } from '../../src/units.ts';

it('hands over each connection once, none before it is due, the soonest first', () => {
  const rests = fc.uniqueArray(fc.record({ connection: fc.nat(19), until: fc.nat(50) }), {
    selector: ({ connection }) => connection,
  });
  fc.assert(
    fc.property(rests, fc.array(fc.nat(10)), (added, steps) => {
      const waiting = new DueConnections(20);
      for (const { connection, until } of added) waiting.add(connection, nanoseconds(until));
      const untilOf = new Map(added.map(({ connection, until }) => [connection, until]));
      let now = 0;
      for (const step of [...steps, 50]) {
        now += step;
        const soonest = Math.min(Infinity, ...untilOf.values());
        assert.equal(waiting.nextAt, soonest);
        let before = soonest;
        for (;;) {
          const connection = waiting.takeDue(nanoseconds(now));
          if (connection === undefined) break;
          const until = untilOf.get(connection) ?? assert.fail(`${connection} does not wait`);
          assert.ok(until >= before && until <= now);
          before = until;
          untilOf.delete(connection);
        }
        assert.ok([...untilOf.values()].every((until) => until > now));
      }
      assert.equal(untilOf.size, 0);
      assert.equal(waiting.nextAt, Infinity);
    }),
  );
});

it('can take a connection again after it was handed over', () => {
  const waiting = new DueConnections(2);
  waiting.add(0, nanoseconds(1));
  assert.equal(waiting.takeDue(nanoseconds(1)), 0);
  waiting.add(1, nanoseconds(3));
  waiting.add(0, nanoseconds(2));
  assert.equal(waiting.takeDue(nanoseconds(1)), undefined);
  assert.deepEqual([waiting.takeDue(nanoseconds(9)), waiting.takeDue(nanoseconds(9))], [0, 1]);
});
