import type { Endpoint } from '../app.ts';
import type { HandlerRequest, RequestParts } from '../handler-request.ts';
import { answerWith, replyOfError, type Reply } from '../reply.ts';
import type { RequestMeter } from '../telemetry/request-meter.ts';
import type { HandlerThreads, TaskOwner } from '../threads/handler-threads.ts';
import { Slots } from './slots.ts';
import type { Placement, WorkerClassPolicy } from './worker-classes/worker-class.ts';

/** A request that has arrived and wants its handler run. Hears of the end as a thread's task does. */
export interface Visit extends TaskOwner {
  readonly endpoint: number;
  /** For a handler on the event loop. */
  request(): HandlerRequest;
  /** For a handler in a thread; undefined where it does not look at its request. */
  requestParts(): RequestParts | undefined;
}

/** Runs handlers where, and when, the worker class would have it; all endpoints of a worker share its slots. */
export class Dispatcher {
  readonly #endpoints: readonly Endpoint[];
  readonly #placements: readonly Placement[];
  readonly #slots: Slots<Visit>;
  readonly #threads: HandlerThreads | undefined;
  readonly #meter: RequestMeter;

  constructor(
    endpoints: readonly Endpoint[],
    policy: WorkerClassPolicy,
    threads: HandlerThreads | undefined,
    meter: RequestMeter,
  ) {
    this.#endpoints = endpoints;
    this.#placements = endpoints.map(({ kind }) => policy.placement[kind]);
    this.#slots = new Slots(policy.slots ?? 0);
    this.#threads = threads;
    this.#meter = meter;
  }

  /** Runs the visit's handler, at once or when its turn has come. */
  dispatch(visit: Visit, now: number): void {
    const { where, needsSlot } = this.#placements[visit.endpoint] as Placement;
    if (!needsSlot) this.#run(visit, where);
    else if (this.#slots.enter(visit)) {
      this.#meter.slotTaken(now);
      this.#run(visit, where);
    } else this.#meter.waits(now);
  }

  /** To be called when a visit has finished, before it is answered: the next in line need not wait for that. */
  leave(visit: Visit, now: number): void {
    if (this.#placements[visit.endpoint]?.needsSlot !== true) return;
    const next = this.#slots.leave();
    if (next === undefined) {
      this.#meter.slotLeft(now);
      return;
    }
    this.#meter.waitOver(now);
    this.#run(next, (this.#placements[next.endpoint] as Placement).where);
  }

  #run(visit: Visit, where: Placement['where']): void {
    switch (where) {
      case 'eventLoop':
        this.#runOnLoop(visit);
        return;
      case 'turnOfLoop':
        setImmediate(() => this.#runOnLoop(visit));
        return;
      case 'thread':
        this.#threads?.run(visit.endpoint, visit.requestParts(), visit);
    }
  }

  #runOnLoop(visit: Visit): void {
    const startedAt = performance.now();
    const answer = this.#answerOf(visit);
    if (answer instanceof Promise)
      void answer.then((reply) => visit.finished(reply, startedAt, performance.now()));
    else visit.finished(answer, startedAt, performance.now());
  }

  #answerOf(visit: Visit): Reply | Promise<Reply> {
    try {
      return answerWith((this.#endpoints[visit.endpoint] as Endpoint).handler(visit.request()));
    } catch (error) {
      return replyOfError(error);
    }
  }
}
