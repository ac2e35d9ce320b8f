import { milliseconds, millisecondsToSeconds, type Milliseconds } from '../units.ts';
import { erlangC } from './erlang.ts';

/** Servers with one line, under arrivals that come whatever they do. */
export interface OpenQueue {
  readonly servers: number;
  readonly arrivalsPerSecond: number;
  readonly serviceTime: Milliseconds;
}

/** The steady state of an open queue; Infinity where there is none, since more arrives than can be served. */
export interface OpenQueueSolution {
  /** Mean share of the servers that is busy; 1 where there is no steady state. */
  readonly utilisation: number;
  /** Share of the arrivals that have to wait. */
  readonly waitShare: number;
  readonly waitingTime: Milliseconds;
  readonly responseTime: Milliseconds;
  readonly inQueue: number;
  readonly inSystem: number;
}

/**
 * M/M/c: Poisson arrivals and exponential service, exactly. Wq = C ÷ (cμ − λ), C being Erlang's delay formula (Kleinrock 1975,
 * section 3.5).
 * @throws {RangeError} when servers are no whole number from 1 on, or a rate or time is below 0
 */
export const multiServerQueue = (queue: OpenQueue): OpenQueueSolution => solved(queue, 1);

/** How much arrivals and service vary: squares of the coefficient of variation, 1 where exponential. */
export interface Variation {
  readonly arrivals: number;
  readonly service: number;
}

/**
 * GI/G/c by Allen and Cunneen's approximation: Wq of M/M/c × (ca² + cs²)/2 (Allen 1990, "Probability, Statistics, and Queueing
 * Theory", eq. 5.6.18; Bolch et al. 2006, eq. 6.81). With Poisson arrivals (ca² = 1) and one server it is Pollaczek
 * and Khinchine's formula, which is exact; with one server and any arrivals, Kingman's heavy-traffic formula (1961). M/G/c with
 * several servers is within some 5 % of the waiting time at high utilisation, and off by more where few wait anyway. The share
 * that waits is taken to be that of M/M/c.
 */
export function generalQueue(queue: OpenQueue, variation: Variation): OpenQueueSolution {
  if (!(variation.arrivals >= 0 && variation.service >= 0))
    throw new RangeError('a squared coefficient of variation is 0 or more');
  return solved(queue, (variation.arrivals + variation.service) / 2);
}

/** @param factor what the waiting time of M/M/c is multiplied by */
function solved(queue: OpenQueue, factor: number): OpenQueueSolution {
  const { servers, arrivalsPerSecond, serviceTime } = queue;
  if (!Number.isInteger(servers) || servers < 1)
    throw new RangeError(`servers are a whole number from 1 on, not ${servers}`);
  const load = arrivalsPerSecond * millisecondsToSeconds(serviceTime);
  const waitShare = erlangC(servers, load);
  const waiting = load >= servers ? Infinity : (factor * waitShare * serviceTime) / (servers - load);
  const waitingTime = milliseconds(load === 0 ? 0 : waiting);
  const inQueue = arrivalsPerSecond * millisecondsToSeconds(waitingTime);
  return {
    utilisation: Math.min(1, load / servers),
    waitShare,
    waitingTime,
    responseTime: milliseconds(waitingTime + serviceTime),
    inQueue,
    inSystem: inQueue + load,
  };
}

/**
 * What at most a share of the requests waits longer than, in M/M/c: P(wait > t) = C·e^(−(cμ − λ)t) (Kleinrock 1975, problem 3.10).
 * @param share from 0 to 1, such as 0.99
 */
export function waitingTimeQuantile(queue: OpenQueue, share: number): Milliseconds {
  const { waitShare, waitingTime } = multiServerQueue(queue);
  if (waitShare <= 1 - share || waitingTime === 0) return milliseconds(0);
  return milliseconds((waitingTime / waitShare) * Math.log(waitShare / (1 - share)));
}
