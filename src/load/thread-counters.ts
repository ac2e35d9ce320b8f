const FIELDS = [
  'started',
  'completed',
  'completedLate',
  'timedOut',
  'failed',
  'inFlightAtStart',
  'inFlight',
  'bytesRead',
] as const;
const STARTED = 0;
const COMPLETED = 1;
const LATE = 2;
const TIMED_OUT = 3;
const FAILED = 4;
const IN_FLIGHT_AT_START = 5;
const IN_FLIGHT = 6;
const BYTES_READ = 7;

/**
 * Totals of the window so far. `inFlightAtStart` counts those of the requests started before it whose end is known;
 * `inFlight` is how many are in flight now.
 */
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
  addInFlightAtStart(): void {
    this.#add(IN_FLIGHT_AT_START, 1);
  }
  addBytesRead(bytes: number): void {
    this.#add(BYTES_READ, bytes);
  }

  get completed(): number {
    return this.#values[COMPLETED] ?? 0;
  }

  get inFlight(): number {
    return this.#values[IN_FLIGHT] ?? 0;
  }
  set inFlight(requests: number) {
    this.#values[IN_FLIGHT] = requests;
  }

  get values(): CounterValues {
    return Object.fromEntries(FIELDS.map((name, field) => [name, this.#values[field] ?? 0])) as CounterValues;
  }

  #add(field: number, amount: number): void {
    this.#values[field] = (this.#values[field] ?? 0) + amount;
  }
}

/** The totals over all generator threads. */
export function sumCounters(counters: readonly ThreadCounters[]): CounterValues {
  const sum = Object.fromEntries(FIELDS.map((name) => [name, 0])) as CounterValues;
  for (const { values } of counters) for (const name of FIELDS) sum[name] += values[name];
  return sum;
}
