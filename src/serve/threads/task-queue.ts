import { IdleStack } from './idle-stack.ts';

/**
 * The queue between a worker's event loop and its threads, in shared memory. The loop puts numbers of tasks in at one
 * end; threads that sleep in `Atomics.wait` are woken to take them in that order, and put the numbers of those they
 * have finished in a second queue, which the loop empties.
 *
 * Waking costs a system call and a switch of threads, so as few as possible are woken: a few at a time are on their way
 * (searching). Having taken a task and before it runs it, each wakes the next, if there is more to take. Handlers that
 * block are so all started at once; handlers that are done at once are taken by the few threads that are awake.
 */
export class TaskQueue {
  /** To be given to the threads. */
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #idle: IdleStack;
  readonly #mask: number;
  readonly #finishedAt: number;

  /** @param threads how many there are, and so how many tasks at most, the running ones included */
  constructor(threads: number, memory?: SharedArrayBuffer) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(2, threads)));
    const ownWords = FIRST_ENTRY + 2 * capacity;
    this.memory = memory ?? new SharedArrayBuffer((ownWords + IdleStack.words(threads)) * BYTES);
    this.#words = new Int32Array(this.memory, 0, ownWords);
    this.#idle = new IdleStack(new Int32Array(this.memory, ownWords * BYTES));
    this.#mask = capacity - 1;
    this.#finishedAt = FIRST_ENTRY + capacity;
  }

  /** The loop's side: puts a task in. */
  put(task: number): void {
    const words = this.#words;
    const tail = Atomics.load(words, TAIL);
    words[FIRST_ENTRY + (tail & this.#mask)] = task;
    Atomics.store(words, TAIL, (tail + 1) | 0);
    this.#wakeOne();
  }

  /** A thread's side: takes the next task, or sleeps until there is one. */
  take(thread: number): number {
    let isSearching = false;
    for (;;) {
      const task = this.#tryTake();
      if (isSearching) Atomics.sub(this.#words, SEARCHING, 1);
      if (task !== NONE) {
        if (!this.isEmpty) this.#wakeOne();
        return task;
      }
      this.#idle.push(thread);
      // Whoever put a task in a moment ago may have seen this thread neither asleep nor searching any more.
      if (!this.isEmpty) this.#wakeOne();
      this.#idle.sleep(thread);
      isSearching = true;
    }
  }

  /** Whether a thread that asks now would have to sleep. */
  get isEmpty(): boolean {
    return Atomics.load(this.#words, HEAD) === Atomics.load(this.#words, TAIL);
  }

  /** A thread's side: hands a finished task back and sees to it that the loop hears of it. */
  finish(task: number): void {
    const words = this.#words;
    const index = Atomics.add(words, FINISHED_TAIL, 1);
    // 0 stands for an entry that is reserved and not written yet.
    Atomics.store(words, this.#finishedAt + (index & this.#mask), task + 1);
    if (Atomics.exchange(words, LOOP_TOLD, 1) === 0) Atomics.notify(words, LOOP_TOLD, 1);
  }

  /** The loop's side: calls back for each finished task, in order, now and whenever there are more. */
  onFinished(finished: (task: number) => void): void {
    const listen = (): void => {
      const told = Atomics.waitAsync(this.#words, LOOP_TOLD, 0);
      if (told.async) void told.value.then(empty);
      else queueMicrotask(empty);
    };
    const empty = (): void => {
      // Before the queue is looked at: whoever finishes from here on tells again.
      Atomics.store(this.#words, LOOP_TOLD, 0);
      this.#emptyFinished(finished);
      listen();
    };
    listen();
  }

  /** The loop's side, after a thread has died: it will not take the task that it would have come to next. */
  threadGone(): void {
    if (!this.isEmpty) this.#wakeOne();
  }

  #emptyFinished(finished: (task: number) => void): void {
    const words = this.#words;
    for (;;) {
      const head = words[FINISHED_HEAD] as number;
      const at = this.#finishedAt + (head & this.#mask);
      const entry = Atomics.load(words, at);
      if (entry === 0) return;
      words[at] = 0;
      words[FINISHED_HEAD] = (head + 1) | 0;
      finished(entry - 1);
    }
  }

  #tryTake(): number {
    const words = this.#words;
    for (;;) {
      const head = Atomics.load(words, HEAD);
      if (head === Atomics.load(words, TAIL)) return NONE;
      const task = words[FIRST_ENTRY + (head & this.#mask)] as number;
      if (Atomics.compareExchange(words, HEAD, head, (head + 1) | 0) === head) return task;
    }
  }

  /** Does nothing where enough are searching: each of them looks at the queue again before it sleeps. */
  #wakeOne(): void {
    const words = this.#words;
    if (Atomics.load(words, SEARCHING) >= MOST_SEARCHING) return;
    const thread = this.#idle.pop();
    if (thread === undefined) return;
    Atomics.add(words, SEARCHING, 1);
    this.#idle.wake(thread);
  }
}

const NONE = -1;
const MOST_SEARCHING = 2;
const BYTES = Int32Array.BYTES_PER_ELEMENT;
// Words that different threads write lie on cache lines of their own (16 words each).
const [HEAD, TAIL, SEARCHING, FINISHED_HEAD, FINISHED_TAIL, LOOP_TOLD] = [0, 16, 32, 48, 64, 80] as const;
const FIRST_ENTRY = 96;
