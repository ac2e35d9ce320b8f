import { nanoseconds, type Nanoseconds } from '../../units.ts';

/** How a request ended, by the number that stands for it in memory that threads share. */
export const OUTCOMES = ['completed', 'completedLate', 'timedOut', 'failed', 'inFlight'] as const;
export const COMPLETED = 0;
export const COMPLETED_LATE = 1;
export const TIMED_OUT = 2;
export const FAILED = 3;
export const IN_FLIGHT_AT_END = 4;
export type OutcomeCode = 0 | 1 | 2 | 3 | 4;

/** In place of the number of a failure's kind: the request has not failed. */
export const NO_FAILURE = -1;

/** What became of one request. All stamps are on CLOCK_MONOTONIC, and NaN where there was no such moment. */
export interface Sample {
  /** Where its response time is counted from: in an open loop when it was due, in a closed loop its start. */
  intendedAt: Nanoseconds;
  startedAt: Nanoseconds;
  firstByteAt: Nanoseconds;
  endedAt: Nanoseconds;
  connection: number;
  /** Its index among the requests that are sent. */
  request: number;
  /** 0 where there was no response. */
  status: number;
  outcome: OutcomeCode;
  /** The number of its kind in the thread's `FailureKinds`. */
  failure: number;
}

/** What is known of a request that is in flight. */
export type InFlightSample = Pick<
  Sample,
  'connection' | 'request' | 'intendedAt' | 'startedAt' | 'firstByteAt'
>;

/** No moment at all. */
export const NEVER = nanoseconds(NaN);

/** A sample to fill in, again and again. Doubles from the first on, so that filling it in allocates nothing. */
export function blankSample(): Sample {
  return {
    intendedAt: NEVER,
    startedAt: NEVER,
    firstByteAt: NEVER,
    endedAt: NEVER,
    connection: 0,
    request: 0,
    status: 0,
    outcome: COMPLETED,
    failure: NO_FAILURE,
  };
}
