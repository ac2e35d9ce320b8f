import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Witness } from './fixtures/witness-app.ts';
import { get, startApp } from './fixtures/server.ts';

test('connections are dealt strictly in turn: counts a worker differ by one at most', async () => {
  await using server = await startApp({ workers: 4, poolSize: 1 });
  const answers = await Promise.all(Array.from({ length: 1_002 }, () => get(server.port, '/who')));
  const counts = new Map(server.workerPids.map((pid) => [pid, 0]));
  for (const { text } of answers) {
    const { pid } = JSON.parse(text) as Witness;
    counts.set(pid, (counts.get(pid) ?? 0) + 1);
  }
  assert.deepEqual(
    [...counts.values()].toSorted((a, b) => a - b),
    [250, 250, 251, 251],
  );
});
