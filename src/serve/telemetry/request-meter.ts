import { DurationHistogram } from './duration-histogram.ts';

/**
 * Counts what happens to a worker's requests. Its methods are called several times a request, so they only add: all
 * of them together take 10 ns a request. Times are those of `performance.now()`.
 *
 * The integral of a count over time is the sum of the times at which it fell less those at which it rose, plus the
 * present count times now. So no order of the times is asked for, and what is in flight for how long is exact (Little's
 * law).
 */
export class RequestMeter {
  inFlight = 0;
  queued = 0;
  busySlots = 0;
  requests = 0;
  failed = 0;
  refused = 0;
  readonly queueingDelay = new DurationHistogram();
  readonly serviceTime = new DurationHistogram();
  // From zero on doubles, so that V8 does not change their form on the way.
  #inFlightStamps = 0.5 - 0.5;
  #queuedStamps = 0.5 - 0.5;
  #busyStamps = 0.5 - 0.5;

  arrived(now: number): void {
    this.inFlight += 1;
    this.#inFlightStamps -= now;
  }

  /** It has to wait for a slot. */
  waits(now: number): void {
    this.queued += 1;
    this.#queuedStamps -= now;
  }

  /** The one that has waited longest has its slot. */
  waitOver(now: number): void {
    this.queued -= 1;
    this.#queuedStamps += now;
  }

  slotTaken(now: number): void {
    this.busySlots += 1;
    this.#busyStamps -= now;
  }

  slotLeft(now: number): void {
    this.busySlots -= 1;
    this.#busyStamps += now;
  }

  /** It is answered, after so long in the queue and so long with its handler. */
  answered(now: number, queueingDelayMs: number, serviceTimeMs: number): void {
    this.inFlight -= 1;
    this.requests += 1;
    this.#inFlightStamps += now;
    this.queueingDelay.record(queueingDelayMs);
    this.serviceTime.record(serviceTimeMs);
  }

  /** Slot-milliseconds held until now. */
  busySlotMs(now: number): number {
    return this.#busyStamps + this.busySlots * now;
  }

  /** Request-milliseconds waited for a slot until now. */
  queuedMs(now: number): number {
    return this.#queuedStamps + this.queued * now;
  }

  /** Request-milliseconds in flight until now. */
  inFlightMs(now: number): number {
    return this.#inFlightStamps + this.inFlight * now;
  }

  /** Forgets what was, but for what is in flight: all that is cumulative begins here. */
  restart(now: number): void {
    this.requests = 0;
    this.failed = 0;
    this.refused = 0;
    this.#inFlightStamps = -this.inFlight * now;
    this.#queuedStamps = -this.queued * now;
    this.#busyStamps = -this.busySlots * now;
    this.queueingDelay.clear();
    this.serviceTime.clear();
  }
}
