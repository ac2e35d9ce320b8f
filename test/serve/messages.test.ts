import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isServerMessage } from '../../src/serve/messages.ts';

test('only the messages of a server are taken for such', () => {
  for (const [value, expected] of [
    [{ type: 'ready', port: 8000, workerPids: [1] }, true],
    [{ type: 'workerReplaced', pid: 1, reason: 'was killed by SIGKILL' }, true],
    [{ type: 'ready' }, false],
    [{ type: 'workerReplaced', pid: 1 }, false],
    [{ cmd: 'NODE_HANDLE' }, false],
    ['ready', false],
    [null, false],
  ] as const) {
    assert.equal(isServerMessage(value), expected);
  }
});
