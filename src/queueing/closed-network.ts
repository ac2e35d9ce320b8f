import type { Milliseconds } from '../units.ts';

/**
 * A station of a closed network with one class of customers. `delay`: no one waits there. `queue`: so many servers and
 * one line; service times are exponential, or at a single server, where it is shared (processor sharing), any.
 */
export type Station =
  | { readonly kind: 'queue'; readonly servers: number; readonly demand: Milliseconds }
  | { readonly kind: 'delay'; readonly demand: Milliseconds };

/** N customers that go round through all stations, and rest for a think time after each round. */
export interface ClosedNetwork {
  readonly customers: number;
  readonly stations: readonly Station[];
  /** Think time: one more delay, which is not part of the response time. */
  readonly thinkTime: Milliseconds;
}

/** The steady state of a closed network; stations in the order in which they were given. */
export interface ClosedNetworkSolution {
  /** Rounds a second. */
  readonly perSecond: number;
  /** Without the think time. */
  readonly responseTime: Milliseconds;
  readonly stations: readonly StationSolution[];
}

export interface StationSolution {
  /** Customers there, on average: in service or waiting. */
  readonly inStation: number;
  /** What one round spends there. */
  readonly residenceTime: Milliseconds;
  /** The mean share of its servers that is busy; of a delay, how many customers are there. */
  readonly utilisation: number;
}

/** @throws {RangeError} when it is no network */
export function checkNetwork({ customers, stations, thinkTime }: ClosedNetwork): void {
  if (!Number.isInteger(customers) || customers < 0)
    throw new RangeError(`customers are a whole number from 0 on, not ${customers}`);
  if (!isTime(thinkTime)) throw new RangeError(`a think time is 0 or longer, not ${thinkTime}`);
  for (const station of stations) {
    if (!isTime(station.demand)) throw new RangeError(`a demand is 0 or longer, not ${station.demand}`);
    if (station.kind === 'queue' && !(Number.isInteger(station.servers) && station.servers > 0))
      throw new RangeError(`servers are a whole number from 1 on, not ${station.servers}`);
  }
  if (thinkTime === 0 && stations.every(({ demand }) => demand === 0))
    throw new RangeError('a round takes no time');
}

const isTime = (value: number): boolean => Number.isFinite(value) && value >= 0;
