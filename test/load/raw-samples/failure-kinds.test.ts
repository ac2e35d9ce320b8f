import assert from 'node:assert/strict';
import { it } from 'node:test';
import { FailureKinds, type FailureKindMessage } from '../../../src/load/raw-samples/failure-kinds.ts';

it('numbers the kinds of failure as they come, and tells of each once', () => {
  const told: FailureKindMessage[] = [];
  const kinds = new FailureKinds((message) => told.push(message));
  const indices = ['read:EPIPE', 'connect:timedOut', 'read:EPIPE'].map((kind) => kinds.indexOf(kind));
  assert.deepEqual(indices, [0, 1, 0]);
  assert.deepEqual(told, [
    { type: 'failureKind', index: 0, kind: 'read:EPIPE' },
    { type: 'failureKind', index: 1, kind: 'connect:timedOut' },
  ]);
});
