import type { StatedFigure } from './stated-figure.ts';

export const TOOLS = ['wrk', 'autocannon', 'k6', 'oha', 'hey', 'vegeta', 'loadstone', 'published'] as const;

export type Tool = (typeof TOOLS)[number];

/** A quantile: the share of the requests that were as fast or faster. */
export interface StatedQuantile {
  /** Between 0 and 1. */
  readonly share: number;
  readonly ms: StatedFigure;
}

/** Response times as a tool states them. */
export interface StatedLatency {
  /** How many requests the figures are of; null where it is not known. */
  readonly count: number | null;
  readonly meanMs: StatedFigure | null;
  /** Of the sample, n − 1, or of the population: the difference is within its digits or to the safe side. */
  readonly stdevMs: StatedFigure | null;
  readonly minMs: StatedFigure | null;
  readonly maxMs: StatedFigure | null;
  /** With their shares ascending. */
  readonly quantiles: readonly StatedQuantile[];
  /** The quantiles come from a sketch that keeps no order statistics, and may be off. */
  readonly quantilesAreEstimates: boolean;
  /** The tool may have added samples that it did not measure: the mean of the measured ones is at most the stated. */
  readonly mayHaveAddedSamples: boolean;
}

/** A count and what the tool calls it. */
export interface StatedCount {
  readonly name: string;
  readonly count: number;
}

/** Which of a result's figures is another one divided by a third. */
export const QUOTIENTS = [
  'throughput',
  'goodput',
  'bytesPerSecond',
  'bytesPerResponse',
  'meanFromTotal',
  'successShare',
  'failedShare',
  'oneWindow',
] as const;

/** A figure that is stated beside the two that it is the quotient of. */
export interface StatedQuotient {
  readonly kind: (typeof QUOTIENTS)[number];
  readonly numerator: StatedFigure;
  readonly denominator: StatedFigure;
  readonly stated: StatedFigure;
}

/** The requests that carry a closed loop: in k6 its iterations, else the responses themselves. */
export interface StatedCycles {
  readonly completed: number;
  readonly meanMs: StatedFigure;
}

/** What a load generator says of one load. Null is what it does not say. */
export interface StatedResult {
  readonly tool: Tool;
  /** The URL, the condition or whatever tells it from the other results of its file. */
  readonly title: string | null;
  readonly loop: 'closed' | 'open' | null;
  /** Requests that can be in flight at once: the connections of a closed loop, times their pipelining. */
  readonly connections: number | null;
  /** `connections` is the most there were at any moment, not how many there were all along. */
  readonly connectionsVary: boolean;
  readonly threads: number | null;
  /** The window that the counts are of. */
  readonly durationMs: StatedFigure | null;
  readonly timeoutMs: number | null;
  /** From a response to the next request on its connection, as far as it was asked for. */
  readonly thinkTimeMs: number | null;
  /** Responses, the late ones included. */
  readonly completed: number | null;
  /** Of the completed, those that are in no latency figure since they came at or after the time-out. */
  readonly lateLeftOut: number;
  /** Requests that were given up at the time-out. */
  readonly timedOut: number;
  /** Requests that ended another way without a response. */
  readonly failed: number;
  /** Both kinds as the tool names them; of what came from a file, so it may be any text. */
  readonly errors: readonly StatedCount[];
  /** Requests that were sent. */
  readonly sent: number | null;
  readonly inFlightAtStart: number;
  readonly inFlightAtEnd: number | null;
  /** The tool can be told to pause between requests, and does not state whether it was: by a rate, for instance. */
  readonly mayPause: boolean;
  /** The load may have ended with its last request, when connections had no more to send. */
  readonly mayEndIdle: boolean;
  readonly latency: StatedLatency | null;
  /** Where the closed loop is not one of responses; null: it is. */
  readonly cycles: StatedCycles | null;
  readonly ratePerSecond: StatedFigure | null;
  /** Requests without a response that are counted in the rate all the same. */
  readonly unansweredInRate: number;
  readonly bytes: StatedFigure | null;
  readonly quotients: readonly StatedQuotient[];
  /** Counts that are of the same requests. */
  readonly sameCounts: readonly StatedCount[];
}

/** A result of which nothing is known; what a reader begins with. */
export const NOTHING_STATED: Omit<StatedResult, 'tool'> = {
  title: null,
  loop: null,
  connections: null,
  connectionsVary: false,
  threads: null,
  durationMs: null,
  timeoutMs: null,
  thinkTimeMs: null,
  completed: null,
  lateLeftOut: 0,
  timedOut: 0,
  failed: 0,
  errors: [],
  sent: null,
  inFlightAtStart: 0,
  inFlightAtEnd: null,
  mayPause: false,
  mayEndIdle: false,
  latency: null,
  cycles: null,
  ratePerSecond: null,
  unansweredInRate: 0,
  bytes: null,
  quotients: [],
  sameCounts: [],
};
