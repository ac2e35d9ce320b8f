/**
 * The threads that sleep, in shared memory, last come first served: the thread that slept last is woken first, for its
 * code is compiled and its data is in the caches. (Treiber, 1986; the count of changes beside the top tells a top that
 * was taken and put back from one that never left.)
 */
export class IdleStack {
  /** How many 32-bit words it takes. */
  static words(threads: number): number {
    return FIRST_THREAD + 2 * threads;
  }

  readonly #words: Int32Array;
  readonly #threads: number;

  constructor(words: Int32Array) {
    this.#words = words;
    this.#threads = (words.length - FIRST_THREAD) / 2;
  }

  /** Says that a thread is about to sleep: it may be popped from here on, before it does. */
  push(thread: number): void {
    const words = this.#words;
    Atomics.store(words, this.#wakeAt(thread), 0);
    for (;;) {
      const top = Atomics.load(words, TOP);
      Atomics.store(words, FIRST_THREAD + thread, top & THREAD_BITS);
      if (Atomics.compareExchange(words, TOP, top, changed(top, thread + 1)) === top) return;
    }
  }

  /** Takes out the thread that was pushed last. @returns undefined when none sleeps */
  pop(): number | undefined {
    const words = this.#words;
    for (;;) {
      const top = Atomics.load(words, TOP);
      const thread = (top & THREAD_BITS) - 1;
      if (thread < 0) return undefined;
      const below = Atomics.load(words, FIRST_THREAD + thread);
      if (Atomics.compareExchange(words, TOP, top, changed(top, below)) === top) return thread;
    }
  }

  /** Puts the thread that calls to sleep until it is woken; at once awake where it has been already. */
  sleep(thread: number): void {
    const at = this.#wakeAt(thread);
    // The notice that ended the last sleep may come late, when this one has begun, and counts for nothing.
    while (Atomics.load(this.#words, at) === 0) Atomics.wait(this.#words, at, 0);
  }

  /** Wakes a thread that was popped. */
  wake(thread: number): void {
    Atomics.store(this.#words, this.#wakeAt(thread), 1);
    Atomics.notify(this.#words, this.#wakeAt(thread));
  }

  #wakeAt(thread: number): number {
    return FIRST_THREAD + this.#threads + thread;
  }
}

/** The word of the top: below, 1 + the thread, or 0 when none sleeps; above, the count of changes. */
const TOP = 0;
const THREAD_BITS = 0xffff;
const ONE_CHANGE = 0x1_0000;
/** The top has a cache line of its own. */
const FIRST_THREAD = 16;

function changed(top: number, thread: number): number {
  return ((top & ~THREAD_BITS) + ONE_CHANGE) | thread | 0;
}
