const FIELDS = ['started', 'completed', 'completedLate', 'timedOut', 'failed', 'bytesRead'] as const;
const STARTED = 0;
const COMPLETED = 1;
const LATE = 2;
const TIMED_OUT = 3;
const FAILED = 4;
const BYTES_READ = 5;

/** Totals so far; requests started and not in any other count are in flight. */
export type CounterValues = Record<(typeof FIELDS)[number], number>;

/**
 * A generator thread's counts in shared memory: the thread writes them as it goes and the main thread reads them
 * for progress, without a message. Each field is a double, written by one thread, so a read is never torn.
 */
export class ThreadCounters {
  readonly #values: Float64Array<SharedArrayBuffer>;

  constructor(memory: SharedArrayBuffer) {
    this.#values = new Float64Array(memory);
  }

  static createMemory(): SharedArrayBuffer {
    return new SharedArrayBuffer(FIELDS.length * Float64Array.BYTES_PER_ELEMENT);
  }

  addStarted(): void {
    this.#add(STARTED, 1);
  }
  addCompleted(late: boolean): void {
    this.#add(COMPLETED, 1);
    if (late) this.#add(LATE, 1);
  }
  addTimedOut(): void {
    this.#add(TIMED_OUT, 1);
  }
  addFailed(): void {
    this.#add(FAILED, 1);
  }
  addBytesRead(bytes: number): void {
    this.#add(BYTES_READ, bytes);
  }

  get completed(): number {
    return this.#values[COMPLETED] ?? 0;
  }

  get values(): CounterValues {
    const [started = 0, completed = 0, completedLate = 0, timedOut = 0, failed = 0, bytesRead = 0] =
      this.#values;
    return { started, completed, completedLate, timedOut, failed, bytesRead };
  }

  #add(field: number, amount: number): void {
    this.#values[field] = (this.#values[field] ?? 0) + amount;
  }
}
