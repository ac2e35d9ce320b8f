import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earlyDeathsInARow, respawnDelay } from '../../../src/serve/master/respawn.ts';
import { milliseconds } from '../../../src/units.ts';

test('a worker that had lived long is replaced at once, one that dies early ever later', () => {
  const delays = [];
  let early = 0;
  for (const lived of [60_000, 500, 500, 500, 60_000, 500]) {
    early = earlyDeathsInARow(early, milliseconds(lived));
    delays.push(respawnDelay(early));
  }
  assert.deepEqual(delays, [0, 100, 200, 400, 0, 100]);
  assert.equal(respawnDelay(100), 30_000);
});
