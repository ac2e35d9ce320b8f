import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idleThreadsNote, workerClassPolicy } from '../../../src/serve/dispatch/worker-class.ts';

test('class pool: async on the event loop at once, sync in a pool thread when a slot is free', () => {
  assert.deepEqual(workerClassPolicy({ workerClass: 'pool', poolSize: 40, threads: 4 }), {
    slots: 40,
    poolThreads: 40,
    placement: {
      async: { where: 'eventLoop', needsSlot: false },
      sync: { where: 'poolThread', needsSlot: true },
    },
  });
});

test('threads that have no effect are said to have none', () => {
  assert.equal(idleThreadsNote({ workerClass: 'pool', poolSize: 40, threads: 1 }), undefined);
  assert.match(
    idleThreadsNote({ workerClass: 'pool', poolSize: 40, threads: 4 }) ?? '',
    /^--threads 4 has no effect in worker class pool/,
  );
});
