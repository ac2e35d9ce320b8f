import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Ration } from '../../src/observe/ration.ts';
import { nanoseconds } from '../../src/units.ts';

const MS = 1e6;
const NAMES = ['a', 'b', 'c'] as const;
type Name = (typeof NAMES)[number];

/** Looks every 500 ms what can be afforded. @returns when each part was made, in ms */
function made(
  costsMs: Record<Name, number>,
  looks: number,
  share: number,
  mostMs: number,
): Record<Name, number[]> {
  const ration = new Ration(NAMES, share, nanoseconds(mostMs * MS), nanoseconds(0));
  const times: Record<Name, number[]> = { a: [], b: [], c: [] };
  for (let look = 1; look <= looks; look += 1) {
    const now = nanoseconds(look * 500 * MS);
    for (let name; (name = ration.next(now)) !== undefined;) {
      times[name].push(look * 500);
      ration.spend(name, now, nanoseconds(costsMs[name] * MS));
    }
  }
  return times;
}

const cost = fc.double({ min: 0, max: 50, noNaN: true });

test('whatever the parts cost, no more is spent than the share, what had gathered, and one part more', () => {
  fc.assert(
    fc.property(cost, cost, cost, fc.integer({ min: 1, max: 100 }), (a, b, c, looks) => {
      const costs = { a, b, c };
      const times = made(costs, looks, 0.01, 10);
      const spent = NAMES.reduce((sum, name) => sum + times[name].length * costs[name], 0);
      assert.ok(spent <= 0.01 * 500 * looks + 10 + 3 * Math.max(a, b, c), `${spent} ms`);
    }),
  );
});

test('no part is made more than once oftener than another', () => {
  fc.assert(
    fc.property(cost, cost, cost, fc.integer({ min: 1, max: 100 }), (a, b, c, looks) => {
      const counts = Object.values(made({ a, b, c }, looks, 0.01, 10)).map(({ length }) => length);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, counts.join(' '));
    }),
    // Where the first costs nothing and the second much, that must not let the first come twice for each of the others.
    { examples: [[0, 5.263157894736843, 0, 38]], numRuns: 1_000 },
  );
});

test('cheap parts are made at every look', () => {
  const { a, b, c } = made({ a: 1, b: 1, c: 1 }, 20, 0.01, 10);
  assert.deepEqual([a.length, b.length, c.length], [20, 20, 20]);
});

test('what costs 40 ms is made every 4 s of a hundredth', () => {
  const ration = new Ration(['all'], 0.01, nanoseconds(10 * MS), nanoseconds(0));
  const times: number[] = [];
  for (let at = 500; at <= 20_000; at += 500) {
    const now = nanoseconds(at * MS);
    if (ration.next(now) === undefined) continue;
    times.push(at);
    ration.spend('all', now, nanoseconds(40 * MS));
  }
  assert.deepEqual(times, [500, 4_500, 8_500, 12_500, 16_500]);
});

test('what was made out of turn is not made again at that moment, and costs nothing', () => {
  const ration = new Ration(['all'], 0.01, nanoseconds(10 * MS), nanoseconds(0));
  const now = nanoseconds(500 * MS);
  ration.note('all', now, nanoseconds(8 * MS));
  assert.equal(ration.next(now), undefined);
  assert.equal(ration.next(nanoseconds(1_000 * MS)), 'all');
});

test('a window begins with all that can gather, whatever was spent before it', () => {
  const ration = new Ration(['dear'], 0.01, nanoseconds(10 * MS), nanoseconds(0));
  ration.spend('dear', nanoseconds(100 * MS), nanoseconds(40 * MS));
  assert.equal(ration.next(nanoseconds(500 * MS)), undefined);
  ration.refill(nanoseconds(500 * MS));
  assert.equal(ration.next(nanoseconds(600 * MS)), 'dear');
});
