/** A span in which a server serves nothing: half-open, on the clock of the arrivals. */
export interface Pause {
  from: number;
  until: number;
}

/** Arrivals at a constant rate: the first at 0, none at the end. */
export function constantArrivals(perSecond: number, seconds: number): number[] {
  return Array.from({ length: Math.round(perSecond * seconds) }, (_, index) => (index * 1e3) / perSecond);
}

/**
 * How long each request is in a queue with one server that serves first come first served, each for the same time,
 * and begins none in its pause (Lindley 1952: each begins when it has arrived and the one before has left).
 * @param arrivals in order, in ms, as all times here
 */
export function responseTimes(arrivals: readonly number[], service: number, pause: Pause): number[] {
  let freeAt = -Infinity;
  return arrivals.map((arrival) => {
    const ready = Math.max(arrival, freeAt);
    const begin = ready >= pause.from && ready < pause.until ? pause.until : ready;
    freeAt = begin + service;
    return freeAt - arrival;
  });
}
