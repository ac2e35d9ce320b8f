import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { TaskQueue } from '../../../src/serve/threads/task-queue.ts';

/** Takes tasks; each sleeps as long as `sleepMs` has for it, then is finished. Writes down who took what, in order. */
const TAKER = `
const { parentPort, workerData } = require('node:worker_threads');
const { queue: memory, capacity, order, sleepMs, index, module } = workerData;
import(module).then(({ TaskQueue }) => {
  const queue = new TaskQueue(capacity, memory);
  const taken = new Int32Array(order);
  const cell = new Int32Array(new SharedArrayBuffer(4));
  parentPort.postMessage('ready');
  setImmediate(() => {
    for (;;) {
      const task = queue.take(index);
      taken[1 + Atomics.add(taken, 0, 1)] = task;
      const sleep = sleepMs[task % sleepMs.length];
      if (sleep > 0) Atomics.wait(cell, 0, 0, sleep);
      queue.finish(task);
    }
  });
});`;

class Takers implements AsyncDisposable {
  readonly queue: TaskQueue;
  readonly #order: SharedArrayBuffer;
  readonly #threads: Worker[];
  /** Threads that sleep do not keep this process from ending. */
  readonly #awake = setInterval(() => undefined, 1_000);

  private constructor(queue: TaskQueue, order: SharedArrayBuffer, threads: Worker[]) {
    this.queue = queue;
    this.#order = order;
    this.#threads = threads;
  }

  static async start(count: number, capacity: number, total: number, sleepMs: number[]): Promise<Takers> {
    const queue = new TaskQueue(capacity);
    const order = new SharedArrayBuffer((total + 1) * 4);
    const module = new URL('../../../src/serve/threads/task-queue.ts', import.meta.url).href;
    const workerData = { queue: queue.memory, capacity, order, sleepMs, module };
    const threads = Array.from(
      { length: count },
      (_, index) => new Worker(TAKER, { eval: true, workerData: { ...workerData, index } }),
    );
    await Promise.all(threads.map((thread) => once(thread, 'message')));
    return new Takers(queue, order, threads);
  }

  /** The tasks in the order in which they were taken. */
  get taken(): number[] {
    const [count = 0, ...tasks] = new Int32Array(this.#order);
    return tasks.slice(0, count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#awake);
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }
}

/** Puts the tasks in at once, and resolves when all are finished. */
function runAll({ queue }: Takers, tasks: readonly number[]): Promise<void> {
  return new Promise((resolve) => {
    let left = tasks.length;
    queue.onFinished(() => {
      left -= 1;
      if (left === 0) resolve();
    });
    for (const task of tasks) queue.put(task);
  });
}

test('every task is taken once and finished once, however many threads there are', async () => {
  for (const [threads, inFlight] of [
    [1, 1],
    [1, 8],
    [4, 3],
    [4, 8],
    [8, 8],
  ] as const) {
    const total = 20_000;
    await using takers = await Takers.start(threads, 8, total, [0]);
    const finished = Array.from({ length: 8 }, () => 0);
    const free = Array.from({ length: inFlight }, (_, task) => task);
    let [put, done] = [0, 0];
    await new Promise<void>((resolve) => {
      const refill = (): void => {
        for (let task = free.pop(); task !== undefined && put < total; task = free.pop(), put += 1)
          takers.queue.put(task);
        if (done === total) resolve();
      };
      takers.queue.onFinished((task) => {
        finished[task] = (finished[task] ?? 0) + 1;
        done += 1;
        free.push(task);
        queueMicrotask(refill);
      });
      refill();
    });
    assert.equal(takers.taken.length, total);
    for (let task = 0; task < 8; task += 1)
      assert.equal(takers.taken.filter((taken) => taken === task).length, finished[task]);
  }
});

test('tasks are taken in the order they were put in', async () => {
  await using takers = await Takers.start(1, 64, 64, [0]);
  const order = Array.from({ length: 64 }, (_, index) => (index * 37) % 64);
  await runAll(takers, order);
  assert.deepEqual(takers.taken, order);
});

test('tasks that block are all begun at once, as many as there are threads', async () => {
  await using takers = await Takers.start(6, 6, 6, [400]);
  const begin = performance.now();
  await runAll(takers, [0, 1, 2, 3, 4, 5]);
  // One after the other they would take 2,400 ms.
  assert.ok(performance.now() - begin < 1_200);
});

test('no wake-up is lost when tasks come one by one to threads that have just gone to sleep', async () => {
  await using takers = await Takers.start(3, 4, 3_000, [0, 1, 0, 2]);
  let done = 0;
  let roundOver: () => void = () => undefined;
  takers.queue.onFinished(() => {
    done += 1;
    if (done % 4 === 0) roundOver();
  });
  for (let round = 0; round < 750; round += 1) {
    const over = new Promise<void>((resolve) => (roundOver = resolve));
    for (let task = 0; task < 4; task += 1) {
      takers.queue.put(task);
      if ((round + task) % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await over;
  }
  assert.equal(done, 3_000);
});
