import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverSettingsSchema } from '../../../src/plan/server-settings.ts';
import { serverSize } from '../../../src/serve/master/server-size.ts';

test('the size of a server is told in what its worker class counts', () => {
  for (const [workerClass, workers, threads, expected] of [
    ['pool', 4, 1, '4 workers × 40 pool threads'],
    ['gthread', 4, 4, '4 workers × 4 threads'],
    ['gthread', 1, 1, '1 worker × 1 thread'],
    ['sync', 4, 4, '4 workers'],
    ['loop', 1, 1, '1 worker'],
  ] as const) {
    assert.equal(serverSize(serverSettingsSchema.parse({ workerClass, workers, threads })), expected);
  }
});
