import type { Endpoint } from '../app.ts';
import { answer } from '../handler-answer.ts';
import type { Reply } from '../reply.ts';
import { clockOrigin } from './clock-origin.ts';
import { TaskMemory } from './task-memory.ts';
import { TaskQueue } from './task-queue.ts';
import type { ThreadData, ThreadMessage } from './thread-data.ts';

/** Between two tasks, and so often at most, a thread lets what its handlers left behind (timers, promises) go on. */
const TURN_EVERY_MS = 50;

/** Sleeps until there is a task, runs it, and so on; ends with the thread. */
export async function takeTasks(
  data: ThreadData,
  endpoints: readonly Endpoint[],
  tell: (message: ThreadMessage) => void,
): Promise<never> {
  const queue = new TaskQueue(data.tasks.length, data.queue);
  const tasks = data.tasks.map((memory) => new TaskMemory(memory));
  const inHand = new Int32Array(data.inHand);
  const now = clockFrom(data.clockOrigin);
  let turnedAt = now();
  for (;;) {
    if (now() - turnedAt > TURN_EVERY_MS) {
      await new Promise((resolve) => setImmediate(resolve));
      turnedAt = now();
    }
    const number = queue.take(data.index);
    Atomics.store(inHand, data.index, number + 1);
    const task = tasks[number] as TaskMemory;
    const startedAt = now();
    const endpoint = endpoints[task.endpoint];
    const answered = endpoint === undefined ? NOTHING : answerOf(endpoint, task);
    // Nothing is awaited that is there already: the thread would go round its own event loop for it.
    const reply = answered instanceof Promise ? await answered : answered;
    task.putTimes(startedAt, now());
    const isCarried = task.putReply(reply);
    Atomics.store(inHand, data.index, 0);
    if (isCarried) queue.finish(number);
    else tell({ type: 'largeReply', task: number, reply });
  }
}

/** The reply to a task without an endpoint. */
const NOTHING: Reply = { status: 200, headers: [], body: '' };

function answerOf(endpoint: Endpoint, task: TaskMemory): Reply | Promise<Reply> {
  let later: ((reply: Reply) => void) | undefined;
  let now: Reply | undefined;
  answer(endpoint, task, (reply) => {
    if (later === undefined) now = reply;
    else later(reply);
  });
  return now ?? new Promise((resolve) => (later = resolve));
}

/** Reads the clock of the worker's main thread: each thread's own `performance.now()` begins with the thread. */
function clockFrom(originOfMainThread: number): () => number {
  const offset = clockOrigin() - originOfMainThread;
  return () => performance.now() + offset;
}
