import type { ArrivalProcess } from './load-settings.ts';
import { milliseconds, millisecondsToSeconds, type Milliseconds } from '../units.ts';
import { unitArrivals } from './unit-arrivals.ts';

/** An open loop's arrivals over all generator threads, and which share of them is one thread's. */
export interface ArrivalOptions {
  process: ArrivalProcess;
  /** Over all threads, once the ramp is over. */
  perSecond: number;
  /** The rate grows evenly from nothing until this has passed. */
  ramp: Milliseconds;
  /** Decides a Poisson process; of no effect on a constant rate. */
  seed: number;
  /** From 0. */
  thread: number;
  threads: number;
}

/**
 * When the requests of one generator thread are due, as unrounded times since the load began: a pure sequence, which
 * knows no clock. A constant rate is dealt to the threads in turn, so that together they are evenly spaced; a Poisson
 * process is the sum of the threads' own (Kingman 1993, the superposition theorem).
 */
export class Arrivals {
  readonly #unit: () => number;
  readonly #perSecond: number;
  readonly #ramp: Milliseconds;

  constructor(options: ArrivalOptions) {
    this.#unit = unitArrivals(options);
    this.#perSecond = options.perSecond;
    this.#ramp = options.ramp;
  }

  /** When the next request is due. */
  next(): Milliseconds {
    return timeOfArrival(this.#unit(), this.#perSecond, this.#ramp);
  }
}

/**
 * When so many arrivals are to be expected, at a rate that grows evenly from 0 to `perSecond` over the ramp and then
 * stays. It turns a process of rate 1 into one of that rate (Çınlar 1975, ch. 4, theorem 7.4).
 */
function timeOfArrival(expected: number, perSecond: number, ramp: Milliseconds): Milliseconds {
  const rampSeconds = millisecondsToSeconds(ramp);
  const inRamp = (perSecond * rampSeconds) / 2;
  const seconds =
    expected < inRamp
      ? Math.sqrt((2 * expected * rampSeconds) / perSecond)
      : rampSeconds / 2 + expected / perSecond;
  return milliseconds(seconds * 1e3);
}
