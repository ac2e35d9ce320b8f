import type { Endpoint } from '../app.ts';
import type { RequestParts } from '../handler-request.ts';
import { answer } from '../handler-answer.ts';
import type { RequestMeter } from '../telemetry/request-meter.ts';
import type { HandlerThreads, TaskOwner } from '../threads/handler-threads.ts';
import type { Arrivals } from './arrivals.ts';
import { Slots } from './slots.ts';
import type { Placement, WorkerClassPolicy } from './worker-classes/policy.ts';

/** A request that has arrived and wants its handler run. Hears of the end as a thread's task does. */
export interface Visit extends TaskOwner {
  readonly endpoint: Endpoint;
  requestParts(): RequestParts;
}

/** Runs handlers where, and when, the worker class would have it; all endpoints of a worker share its slots. */
export class Dispatcher {
  readonly #placement: WorkerClassPolicy['placement'];
  readonly #slots: Slots<Visit>;
  readonly #threads: HandlerThreads | undefined;
  readonly #meter: RequestMeter;
  readonly #arrivals: Arrivals;

  constructor(
    policy: WorkerClassPolicy,
    threads: HandlerThreads | undefined,
    meter: RequestMeter,
    arrivals: Arrivals,
  ) {
    this.#placement = policy.placement;
    this.#slots = new Slots(policy.slots ?? 0);
    this.#threads = threads;
    this.#meter = meter;
    this.#arrivals = arrivals;
  }

  /** Runs the visit's handler, at once or when its turn has come. */
  dispatch(visit: Visit, now: number): void {
    const { where, needsSlot } = this.#placement[visit.endpoint.kind];
    if (!needsSlot) this.#run(visit, where, now);
    else if (this.#slots.enter(visit)) {
      this.#meter.slotTaken(now);
      this.#run(visit, where, now);
    } else this.#meter.waits(now);
  }

  /** To be called when a visit has finished, before it is answered: the next in line need not wait for that. */
  leave(visit: Visit, now: number): void {
    if (!this.#placement[visit.endpoint.kind].needsSlot) return;
    const next = this.#slots.leave();
    if (next === undefined) {
      this.#meter.slotLeft(now);
      return;
    }
    this.#meter.waitOver(now);
    this.#run(next, this.#placement[next.endpoint.kind].where, now);
  }

  #run(visit: Visit, where: Placement['where'], now: number): void {
    switch (where) {
      case 'eventLoop':
        if (this.#arrivals.areIn) runOnLoop(visit, now);
        else this.#arrivals.whenIn(() => runOnLoop(visit, performance.now()));
        return;
      case 'turnOfLoop':
        if (this.#arrivals.areIn) runInTurn(visit);
        else this.#arrivals.whenIn(() => runInTurn(visit));
        return;
      case 'thread':
        this.#threads?.run(
          visit.endpoint.index,
          visit.endpoint.takesRequest ? visit.requestParts() : undefined,
          visit,
        );
    }
  }
}

function runInTurn(visit: Visit): void {
  setImmediate(() => runOnLoop(visit, performance.now()));
}

function runOnLoop(visit: Visit, startedAt: number): void {
  answer(visit.endpoint, visit, (reply) => visit.finished(reply, startedAt, performance.now()));
}
