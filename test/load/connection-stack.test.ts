import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ConnectionStack } from '../../src/load/connection-stack.ts';

it('hands over last what came last, and each once however often it was pushed', () => {
  const stack = new ConnectionStack(3);
  for (const connection of [0, 2, 0, 1, 2]) stack.push(connection);
  assert.deepEqual([stack.pop(), stack.pop(), stack.pop(), stack.pop()], [1, 2, 0, undefined]);
  stack.push(2);
  assert.deepEqual([stack.pop(), stack.pop()], [2, undefined]);
});
