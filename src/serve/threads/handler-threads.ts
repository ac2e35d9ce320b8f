import { flushCompileCache } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { entryFile } from '../../entry-file.ts';
import { messageOf } from '../../errors.ts';
import { routesOf, type Endpoint } from '../app.ts';
import type { RequestParts } from '../handler-request.ts';
import { replyOfError, type Reply } from '../reply.ts';
import { clockOrigin } from './clock-origin.ts';
import { TaskMemory } from './task-memory.ts';
import { TaskQueue } from './task-queue.ts';
import { NO_ENDPOINT, type ThreadData, type ThreadMessage } from './thread-data.ts';

/** Whoever gave a task to the threads hears of its end. */
export interface TaskOwner {
  /** The times are those of `performance.now()`: when the handler began and ended. */
  finished(reply: Reply, startedAt: number, endedAt: number): void;
}

/** What the threads run. */
interface ThreadedApp {
  readonly file: string;
  readonly endpoints: readonly Endpoint[];
}

/**
 * Just under the heap size from which V8 copies its built-in code into every isolate: saves 1.9 MB of memory
 * a thread, and is far above what a handler's heap may reach.
 */
const OLD_GENERATION_MB = 2_047;
/** Until the hand-over's code is warm. */
const WARM_UP_TASKS = 20;

/** How long it takes to try again to start a thread in place of one that ended. */
const [FIRST_RESTART_MS, LAST_RESTART_MS] = [10, 10_000];

const THREAD_FILE = entryFile(import.meta.url, './handler-thread');

/** Threads that run handlers, one each at a time. Whoever calls keeps to as many at once as there are threads. */
export class HandlerThreads {
  readonly #count: number;
  readonly #queue: TaskQueue;
  readonly #tasks: TaskMemory[];
  readonly #free: number[];
  readonly #owners: (TaskOwner | undefined)[];
  readonly #inHand: SharedArrayBuffer;
  readonly #app: ThreadedApp;
  readonly #clockOrigin = clockOrigin();
  readonly #log: (line: string) => void;

  private constructor(count: number, app: ThreadedApp, log: (line: string) => void) {
    this.#count = count;
    this.#app = app;
    this.#log = log;
    this.#queue = new TaskQueue(count);
    this.#tasks = Array.from({ length: count }, () => new TaskMemory());
    this.#free = Array.from(this.#tasks.keys());
    this.#owners = Array.from({ length: count });
    this.#inHand = new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT);
  }

  /**
   * Starts the threads and resolves once each of them has loaded the app.
   * @throws {Error} when one cannot load it
   */
  static async start(count: number, app: ThreadedApp, log: (line: string) => void): Promise<HandlerThreads> {
    await cacheThreadFile();
    const threads = new HandlerThreads(count, app, log);
    await Promise.all(Array.from({ length: count }, (_, index) => threads.#startThread(index)));
    threads.#queue.onFinished((task) => threads.#finished(task));
    for (let round = 0; round < WARM_UP_TASKS; round += 1) await threads.#runNothing();
    return threads;
  }

  /** Runs an endpoint's handler in a thread, which it may block for as long as it likes. */
  run(endpoint: number, request: RequestParts | undefined, owner: TaskOwner): void {
    const number = this.#free.pop();
    if (number === undefined) throw new Error('there are more tasks than threads');
    this.#owners[number] = owner;
    // What is larger than this was refused with 413 when it arrived.
    if (this.#tasks[number]?.putRequest(endpoint, request) !== true)
      throw new Error('the request is too large');
    this.#queue.put(number);
  }

  #startThread(index: number): Promise<void> {
    const data: ThreadData = {
      appFile: this.#app.file,
      routes: routesOf(this.#app.endpoints),
      index,
      queue: this.#queue.memory,
      tasks: this.#tasks.map(({ memory }) => memory),
      inHand: this.#inHand,
      clockOrigin: this.#clockOrigin,
    };
    const thread = new Worker(THREAD_FILE, {
      workerData: data,
      trackUnmanagedFds: false,
      resourceLimits: { maxOldGenerationSizeMb: OLD_GENERATION_MB },
    });
    let why: string | undefined;
    thread.on('error', (error: Error) => (why = error.stack ?? error.message));
    return new Promise((resolve, reject) => {
      let isReady = false;
      thread.on('message', (message: ThreadMessage) => {
        if (message.type === 'largeReply') return this.#finished(message.task, message.reply);
        if (message.type === 'failed') return reject(new Error(message.reason));
        isReady = true;
        resolve();
      });
      thread.on('exit', (code) => {
        if (isReady) this.#replace(index, why ?? `its exit code was ${code}`);
        else reject(new Error(why ?? `a thread ended with exit code ${code} before it was ready`));
      });
    });
  }

  /** Answers for a thread that is gone, and starts another in its place. */
  #replace(index: number, why: string): void {
    this.#log(`a thread ended and is replaced: ${why}`);
    const inHand = new Int32Array(this.#inHand);
    const task = Atomics.exchange(inHand, index, 0) - 1;
    this.#queue.threadGone();
    if (task >= 0) {
      // When its handler began is not known; that it has ended is.
      const now = performance.now();
      this.#answered(task, replyOfError(new Error(`the thread it ran in ended: ${why}`)), now, now);
    }
    void this.#restart(index);
  }

  /** Tries until it succeeds: an app that cannot be loaded any more is being written, perhaps. */
  async #restart(index: number): Promise<void> {
    for (let wait = FIRST_RESTART_MS; ; wait = Math.min(wait * 2, LAST_RESTART_MS)) {
      await delay(wait);
      try {
        await this.#startThread(index);
        return;
      } catch (error) {
        this.#log(`a thread cannot be replaced, and a slot is without one: ${messageOf(error)}`);
      }
    }
  }

  #finished(number: number, largeReply?: Reply): void {
    const task = this.#tasks[number] as TaskMemory;
    this.#answered(number, largeReply ?? task.takeReply(), task.startedAt, task.endedAt);
  }

  #answered(number: number, reply: Reply, startedAt: number, endedAt: number): void {
    const owner = this.#owners[number];
    this.#owners[number] = undefined;
    this.#free.push(number);
    owner?.finished(reply, startedAt, endedAt);
  }

  /** A task that does nothing for each thread at once. */
  async #runNothing(): Promise<void> {
    const task = (resolve: () => void): void => this.run(NO_ENDPOINT, undefined, { finished: resolve });
    await Promise.all(Array.from({ length: this.#count }, () => new Promise<void>(task)));
  }
}

/**
 * Writes what has been loaded so far to the compile cache: the app, and the threads' entry file. A thread that finds no
 * stripped TypeScript there loads the stripper itself: 30 ms and 10 MB a thread, measured.
 */
async function cacheThreadFile(): Promise<void> {
  await import(THREAD_FILE);
  flushCompileCache();
}
