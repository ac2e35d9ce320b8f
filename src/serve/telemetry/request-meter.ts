/**
 * Counts what happens to a worker's requests. Its methods are called several times a request, so they only add; times
 * are those of `performance.now()`.
 */
export class RequestMeter {
  inFlight = 0;
  queued = 0;
  busySlots = 0;
  requests = 0;
  failed = 0;
  refused = 0;

  arrived(_now: number): void {
    this.inFlight += 1;
  }

  /** It has to wait for a slot. */
  waits(_now: number): void {
    this.queued += 1;
  }

  /** The one that has waited longest has its slot. */
  waitOver(_now: number): void {
    this.queued -= 1;
  }

  slotTaken(_now: number): void {
    this.busySlots += 1;
  }

  slotLeft(_now: number): void {
    this.busySlots -= 1;
  }

  /** It is answered, after so long in the queue and so long with its handler. */
  answered(_now: number, _queueingDelayMs: number, _serviceTimeMs: number): void {
    this.inFlight -= 1;
    this.requests += 1;
  }
}
