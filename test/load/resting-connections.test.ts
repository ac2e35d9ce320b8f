import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { RestingConnections } from '../../src/load/resting-connections.ts';
import { nanoseconds } from '../../src/units.ts';

it('wakes each connection once, none before its rest is over, the soonest first', () => {
  const rests = fc.uniqueArray(fc.record({ connection: fc.nat(19), until: fc.nat(50) }), {
    selector: ({ connection }) => connection,
  });
  fc.assert(
    fc.property(rests, fc.array(fc.nat(10)), (added, steps) => {
      const resting = new RestingConnections(20);
      for (const { connection, until } of added) resting.add(connection, nanoseconds(until));
      const untilOf = new Map(added.map(({ connection, until }) => [connection, until]));
      let now = 0;
      for (const step of [...steps, 50]) {
        now += step;
        const soonest = Math.min(Infinity, ...untilOf.values());
        assert.equal(resting.nextAt, soonest);
        let before = soonest;
        for (;;) {
          const connection = resting.takeRested(nanoseconds(now));
          if (connection === undefined) break;
          const until = untilOf.get(connection) ?? assert.fail(`${connection} does not rest`);
          assert.ok(until >= before && until <= now);
          before = until;
          untilOf.delete(connection);
        }
        assert.ok([...untilOf.values()].every((until) => until > now));
      }
      assert.equal(untilOf.size, 0);
      assert.equal(resting.nextAt, Infinity);
    }),
  );
});

it('can lay a connection to rest again after it was woken', () => {
  const resting = new RestingConnections(2);
  resting.add(0, nanoseconds(1));
  assert.equal(resting.takeRested(nanoseconds(1)), 0);
  resting.add(1, nanoseconds(3));
  resting.add(0, nanoseconds(2));
  assert.equal(resting.takeRested(nanoseconds(1)), undefined);
  assert.deepEqual([resting.takeRested(nanoseconds(9)), resting.takeRested(nanoseconds(9))], [0, 1]);
});
