import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { IdleStack } from '../../../src/serve/threads/idle-stack.ts';

const MODULE = new URL('../../../src/serve/threads/idle-stack.ts', import.meta.url).href;

function newWords(threads: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(IdleStack.words(threads) * 4));
}

test('whoever was pushed last is popped first, and none twice', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 300 }), (isPushed) => {
      const stack = new IdleStack(newWords(4));
      const asleep: number[] = [];
      for (const push of isPushed) {
        const awake = [0, 1, 2, 3].find((thread) => !asleep.includes(thread));
        if (push && awake !== undefined) {
          stack.push(awake);
          asleep.push(awake);
        } else assert.equal(stack.pop(), asleep.pop());
      }
    }),
  );
});

test('a thread sleeps until it is popped and woken, whatever notice comes late from a sleep before', async () => {
  const words = newWords(1);
  const stack = new IdleStack(words);
  const sleeper = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     import(workerData.module).then(({ IdleStack }) => {
       const stack = new IdleStack(workerData.words);
       stack.push(0);
       parentPort.postMessage('sleeps');
       stack.sleep(0);
       parentPort.postMessage('awake');
     });`,
    { eval: true, workerData: { words, module: MODULE } },
  );
  let isAwake = false;
  try {
    await once(sleeper, 'message');
    const awake = once(sleeper, 'message').then(() => (isAwake = true));
    await delay(50);
    for (let word = 0; word < words.length; word += 1) Atomics.notify(words, word);
    await delay(100);
    assert.ok(!isAwake, 'a bare notice ended the sleep');
    assert.equal(stack.pop(), 0);
    stack.wake(0);
    await awake;
  } finally {
    await sleeper.terminate();
  }
});

test('a thread that is woken before it sleeps does not sleep', () => {
  const stack = new IdleStack(newWords(1));
  stack.push(0);
  assert.equal(stack.pop(), 0);
  stack.wake(0);
  stack.sleep(0);
});
