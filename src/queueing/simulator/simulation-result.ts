import type { ArrivalCountValues } from '../../samples/arrival-counts.ts';
import type { DurationCount } from '../../samples/duration-counts.ts';
import type { IntervalResult } from '../../samples/interval-samples.ts';
import type { WholeLedger } from '../../samples/own-trial-record.ts';
import type { Nanoseconds } from '../../units.ts';

/** What became of the requests of a simulated trial; durations ascend. */
export interface SimulationResult {
  readonly seed: number;
  /** What happened: responses, ends of holds, think times and time-outs, arrivals. */
  readonly events: number;
  /** From the beginning of the load. */
  readonly windowStart: Nanoseconds;
  readonly windowEnd: Nanoseconds;
  readonly ledger: WholeLedger;
  /** Requests that were due before the window. */
  readonly carried: RequestTimes;
  /** Of those due within the window the ones before the first completion, or before they were asked for as settled; and the others. */
  readonly opening: RequestTimes;
  readonly settled: RequestTimes;
  /** In an open loop: response times from the actual start. */
  readonly uncorrected: readonly DurationCount[];
  /** From a response to the next request on its connection. */
  readonly gaps: { readonly count: number; readonly total: Nanoseconds };
  readonly intervals: IntervalResult;
  /** Of each generator thread, every 100 ms. */
  readonly rates: readonly number[];
  /** In an open loop. */
  readonly arrivals: ArrivalCountValues | undefined;
  readonly connections: { readonly used: number; readonly opened: number; readonly reused: number };
  readonly workers: readonly WorkerResult[];
}

export interface RequestTimes {
  readonly completed: readonly DurationCount[];
  /** Given up at the time-out. */
  readonly timedOut: number;
  /** In flight at the end of the window, by their age. */
  readonly inFlight: readonly DurationCount[];
}

/** A worker within the window. */
export interface WorkerResult {
  /** Responses, those to nobody included. */
  readonly served: number;
  /** What its slots and its event loop were held, all together. */
  readonly busyTime: Nanoseconds;
}
