import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextInTurn } from '../../../src/serve/master/turns.ts';

test('the turn passes to the next place whose worker is ready', () => {
  for (const [ready, last, expected] of [
    [[true, true, true], -1, 0],
    [[true, true, true], 0, 1],
    [[true, true, true], 2, 0],
    [[true, false, true], 0, 2],
    [[false, true, false], 1, 1],
    [[false, false], 0, undefined],
    [[], -1, undefined],
  ] as const) {
    const places = ready.map((isReady) => (isReady ? {} : undefined));
    assert.equal(nextInTurn(places, last), expected);
  }
});

test('connections dealt to workers that stay ready differ by one at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.nat({ max: 200 }), (workers, connections) => {
      const ready = Array.from({ length: workers }, () => true);
      const counts = ready.map(() => 0);
      let last = -1;
      for (let dealt = 0; dealt < connections; dealt += 1) {
        last = nextInTurn(ready, last) ?? -1;
        counts[last] = (counts[last] ?? 0) + 1;
      }
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
    }),
  );
});
