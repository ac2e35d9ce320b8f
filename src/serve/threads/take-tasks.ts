import type { Endpoint } from '../app.ts';
import { HandlerRequest } from '../handler-request.ts';
import { answerWith, replyOfError, type Reply } from '../reply.ts';
import { TaskMemory } from './task-memory.ts';
import { TaskQueue } from './task-queue.ts';
import { NO_ENDPOINT, type ThreadData, type ThreadMessage } from './thread-data.ts';

/** A thread that has work without end still lets what its handlers left behind (timers, promises) go on. */
const TURN_EVERY_MS = 50;

/** Sleeps until there is a task, runs it, and so on; ends with the thread. */
export async function takeTasks(
  data: ThreadData,
  endpoints: readonly Endpoint[],
  tell: (message: ThreadMessage) => void,
): Promise<never> {
  const queue = new TaskQueue(data.queue);
  const tasks = data.tasks.map((memory) => new TaskMemory(memory));
  const inHand = new Int32Array(data.inHand);
  const now = clockFrom(data.clockOrigin);
  let turnedAt = now();
  for (;;) {
    if (queue.isEmpty && now() - turnedAt > TURN_EVERY_MS) {
      await new Promise((resolve) => setImmediate(resolve));
      turnedAt = now();
    }
    const number = queue.take();
    Atomics.store(inHand, data.index, number + 1);
    const task = tasks[number] as TaskMemory;
    const startedAt = now();
    // Nothing is awaited that is there already: a promise would cost a turn of this thread's own event loop.
    const answer = task.endpoint === NO_ENDPOINT ? NOTHING : answerOf(endpoints[task.endpoint], task);
    const reply = answer instanceof Promise ? await answer : answer;
    task.putTimes(startedAt, now());
    const isCarried = task.putReply(reply);
    Atomics.store(inHand, data.index, 0);
    if (isCarried) queue.finish(number);
    else tell({ type: 'largeReply', task: number, reply });
  }
}

const NOTHING: Reply = { status: 200, headers: [], body: '' };

function answerOf(endpoint: Endpoint | undefined, task: TaskMemory): Reply | Promise<Reply> {
  try {
    if (endpoint === undefined) throw new Error("the app's routes are not the same in each thread");
    const parts = task.takeRequest();
    const value = endpoint.handler(parts === undefined ? NO_REQUEST : new HandlerRequest(parts));
    return answerWith(value);
  } catch (error) {
    return replyOfError(error);
  }
}

/** For handlers that do not look at it. */
const NO_REQUEST = undefined as unknown as HandlerRequest;

/** Reads the clock of the worker's main thread: each thread's own `performance.now()` begins with the thread. */
function clockFrom(origin: bigint): () => number {
  const offset = Number(process.hrtime.bigint() - origin) / 1e6 - performance.now();
  return () => performance.now() + offset;
}
