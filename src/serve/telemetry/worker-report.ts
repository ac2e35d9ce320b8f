/**
 * What a worker says of itself. Counts and integrals are cumulative since it was ready; gauges are of the moment;
 * what is said of the event loop is since the report before.
 */
export interface WorkerReport {
  /** The worker's number, from 1. */
  readonly place: number;
  readonly pid: number;
  /** CLOCK_MONOTONIC, which all processes of a machine share. */
  readonly atMs: number;
  /** null where no handler needs one. */
  readonly slots: number | null;
  readonly busySlots: number;
  /** Requests that wait for a slot; never counted as busy. */
  readonly queued: number;
  /** Requests that have arrived and are not answered, the queued and the busy among them. */
  readonly inFlight: number;
  readonly connections: number;
  readonly requests: number;
  /** Of the requests, those answered with a status of 500 or more by the app's fault. */
  readonly failed: number;
  /** Answered 503 because of `--limit-in-flight`; not among the requests. */
  readonly refused: number;
  /** Slot-milliseconds held: over a span, divided by it and by the slots, the utilisation. */
  readonly busySlotMs: number;
  /** Request-milliseconds waited for a slot. */
  readonly queuedMs: number;
  /** Request-milliseconds in flight. */
  readonly inFlightMs: number;
  /** From a request's arrival to its handler's start; HdrHistogram's compressed form in base64, in microseconds. */
  readonly queueingDelay: string;
  /** From the handler's start to its end; the same form. */
  readonly serviceTime: string;
  readonly eventLoop: {
    /** Share of the time since the report before that the loop was not waiting, 0 to 1. */
    readonly utilisation: number;
    readonly delayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  };
  readonly cpuMicros: { readonly user: number; readonly system: number };
  readonly memoryBytes: number;
}
