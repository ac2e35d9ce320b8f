/**
 * The queue between a worker's event loop and its threads, in shared memory. The loop puts numbers of tasks in at one
 * end; threads that sleep in `Atomics.wait` are woken to take them in that order, and put the numbers of those they
 * have finished in a second queue, which the loop empties.
 *
 * Waking costs a system call and a switch of threads, so as few as possible are woken: one at a time is on its way
 * (`SEARCHING`). Having taken a task and before it runs it, that one wakes the next, if there is more to take. Handlers
 * that block are so all started at once, one after the other; handlers that are done at once are taken by the few
 * threads that are awake.
 */
export class TaskQueue {
  /** To be given to the threads. */
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #mask: number;
  readonly #finishedAt: number;

  /** @param memory of the queue to join; made anew where only its capacity is given */
  constructor(memoryOrCapacity: SharedArrayBuffer | number) {
    this.memory =
      typeof memoryOrCapacity === 'number'
        ? new SharedArrayBuffer((FIRST_ENTRY + 2 * powerOfTwo(memoryOrCapacity)) * 4)
        : memoryOrCapacity;
    this.#words = new Int32Array(this.memory);
    const capacity = (this.#words.length - FIRST_ENTRY) / 2;
    this.#mask = capacity - 1;
    this.#finishedAt = FIRST_ENTRY + capacity;
  }

  /** The loop's side: puts a task in. There may never be more than the capacity, running ones included. */
  put(task: number): void {
    const words = this.#words;
    const tail = Atomics.load(words, TAIL);
    words[FIRST_ENTRY + (tail & this.#mask)] = task;
    Atomics.store(words, TAIL, (tail + 1) | 0);
    this.#wakeOne();
  }

  /** A thread's side: takes the next task, or sleeps until there is one. */
  take(): number {
    const words = this.#words;
    let isSearching = false;
    for (;;) {
      const task = this.#tryTake();
      if (task !== NONE) {
        if (isSearching) Atomics.store(words, SEARCHING, 0);
        if (!this.#isEmpty()) this.#wakeOne();
        return task;
      }
      this.#sleep();
      isSearching = true;
    }
  }

  /** Whether a thread that asks now would have to sleep. */
  get isEmpty(): boolean {
    return this.#isEmpty();
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

  /** The loop's side, after a thread has died: it may have been the one that was to wake the others. */
  threadGone(): void {
    Atomics.store(this.#words, SEARCHING, 0);
    Atomics.add(this.#words, WAKE, 1);
    Atomics.notify(this.#words, WAKE);
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

  #isEmpty(): boolean {
    return Atomics.load(this.#words, HEAD) === Atomics.load(this.#words, TAIL);
  }

  /**
   * A waker that sees `SEARCHING` set leaves the waking to that thread. So nobody may sleep who has not cleared it
   * before looking at the queue for the last time.
   */
  #sleep(): void {
    const words = this.#words;
    const wake = Atomics.load(words, WAKE);
    Atomics.add(words, ASLEEP, 1);
    Atomics.store(words, SEARCHING, 0);
    if (this.#isEmpty()) Atomics.wait(words, WAKE, wake);
    Atomics.sub(words, ASLEEP, 1);
  }

  #wakeOne(): void {
    const words = this.#words;
    if (Atomics.load(words, ASLEEP) === 0) return;
    if (Atomics.compareExchange(words, SEARCHING, 0, 1) !== 0) return;
    // Counted up so that a thread which is just about to sleep does not.
    Atomics.add(words, WAKE, 1);
    Atomics.notify(words, WAKE, 1);
  }
}

const NONE = -1;
// Words that different threads write lie on cache lines of their own (16 words each).
const [HEAD, TAIL, WAKE, ASLEEP, SEARCHING, FINISHED_HEAD, FINISHED_TAIL, LOOP_TOLD] = [
  0, 16, 32, 48, 64, 80, 96, 112,
] as const;
const FIRST_ENTRY = 128;

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, atLeast)));
}
