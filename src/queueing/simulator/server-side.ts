import type { HandlerPlace } from '../../plan/handler-place.ts';
import type { Nanoseconds } from '../../units.ts';
import type { Clock } from './clock.ts';
import type { SimulatedServer } from './simulation-model.ts';
import type { EventQueue } from './event-queue.ts';
import { HoldStream } from './hold-stream.ts';
import type { Jobs } from './jobs.ts';
import { FifoLines, RandomLines, type Lines } from './lines.ts';
import { nextStream, type RandomStreams } from './random-streams.ts';

/** No job, nobody. */
const NONE = -1;
/** What a job does, or waits to do. */
const TO_BEGIN = 0;
const ON_LOOP = 1;
const IN_SLOT = 2;
const ON_TIMER = 3;
const TO_REPLY = 4;

const PLACE_NUMBERS: Readonly<Record<HandlerPlace, number>> = {
  timer: ON_TIMER,
  slot: IN_SLOT,
  eventLoop: ON_LOOP,
};

/** Who hears of the responses. */
export interface Answered {
  answered(connection: number): void;
}

/**
 * The workers of a server. A request first has its worker's event loop, for the loop time; then its handler runs: in a
 * slot, for which it may have to wait, beside the event loop, or on it, where nothing else of that worker goes on. Its
 * response too has to wait until the loop is free. A job that nobody waits for any more is worked on all the same.
 */
export class ServerSide {
  readonly jobs: Jobs;
  /** What handlers held of slots and event loops, a worker, since the window began; the part after its end included. */
  readonly busyTime: Float64Array;
  /** Responses since the window began, those to nobody included. */
  readonly served: Float64Array;
  readonly #clock: Clock;
  readonly #events: EventQueue;
  readonly #client: Answered;
  readonly #holds: readonly HoldStream[];
  readonly #places: Uint8Array;
  readonly #loopTime: number;
  /** Where nothing takes any of the event loops they need no line. */
  readonly #usesLoop: boolean;
  readonly #freeSlots: Int32Array;
  readonly #slotLines: Lines;
  readonly #loopIsBusy: Uint8Array;
  readonly #loopLines: FifoLines;
  readonly #windowStart: number;

  constructor(
    server: SimulatedServer,
    streams: RandomStreams,
    jobs: Jobs,
    clock: Clock,
    events: EventQueue,
    client: Answered,
    windowStart: Nanoseconds,
  ) {
    const { workers, slots, requests, order, loopTime, handlerTime } = server;
    this.jobs = jobs;
    this.busyTime = new Float64Array(workers);
    this.served = new Float64Array(workers);
    this.#clock = clock;
    this.#events = events;
    this.#client = client;
    this.#holds = requests.map(({ hold }) => new HoldStream(hold, handlerTime, nextStream(streams.hold)));
    this.#places = Uint8Array.from(requests, ({ place }) => PLACE_NUMBERS[place]);
    this.#loopTime = Math.round(loopTime * 1e6);
    this.#usesLoop = this.#loopTime > 0 || requests.some(({ place }) => place === 'eventLoop');
    this.#freeSlots = new Int32Array(workers).fill(slots);
    this.#slotLines =
      order === 'fifo' ? new FifoLines(workers, jobs) : new RandomLines(workers, streams.order);
    this.#loopIsBusy = new Uint8Array(workers);
    this.#loopLines = new FifoLines(workers, jobs);
    this.#windowStart = windowStart;
  }

  loopIsBusy(worker: number): boolean {
    return this.#loopIsBusy[worker] === 1;
  }

  /** Hot: a request reaches a worker. @returns its job, which may be over already */
  arrive(connection: number, worker: number, kind: number): number {
    const job = this.jobs.add(connection, worker, kind);
    if (!this.#usesLoop) this.#begin(job, worker);
    else {
      this.jobs.setStage(job, TO_BEGIN);
      this.#enterLoop(job, worker);
    }
    return job;
  }

  /** Hot: what a job held is over. */
  happen(job: number): void {
    const worker = this.jobs.workerOf(job);
    switch (this.jobs.stageOf(job)) {
      case IN_SLOT:
        this.#leaveSlot(worker);
        this.#reply(job, worker);
        return;
      case ON_TIMER:
        this.#reply(job, worker);
        return;
      default:
        // The loop stays busy until what follows from this is in its line: who is answered may ask again at once.
        if (this.#places[this.jobs.kindOf(job)] === ON_LOOP) this.#answer(job, worker);
        else this.#begin(job, worker);
        this.#useLoop(worker);
    }
  }

  /** What is held beyond an instant by the handlers that run then, a worker: no part of what was held before it. */
  heldBeyond(end: Nanoseconds): Float64Array {
    const beyond = new Float64Array(this.busyTime.length);
    for (let job = 0; job < this.jobs.size; job++) {
      const left = this.jobs.endsAtOf(job) - end;
      const worker = this.jobs.workerOf(job);
      if (left > 0) beyond[worker] = (beyond[worker] ?? 0) + left;
    }
    return beyond;
  }

  /** The handler's turn has come, but for a slot. */
  #begin(job: number, worker: number): void {
    if (this.#places[this.jobs.kindOf(job)] === ON_TIMER) {
      this.jobs.setStage(job, ON_TIMER);
      this.#events.add((this.#clock.now + this.#holdOf(job)) as Nanoseconds, job);
      return;
    }
    this.jobs.setStage(job, IN_SLOT);
    const free = this.#freeSlots[worker] ?? 0;
    if (free === 0) {
      this.#slotLines.enter(worker, job);
      return;
    }
    this.#freeSlots[worker] = free - 1;
    this.#hold(job, worker, this.#holdOf(job));
  }

  /** The slot goes straight to whoever is next. */
  #leaveSlot(worker: number): void {
    const next = this.#slotLines.take(worker);
    if (next === NONE) this.#freeSlots[worker] = (this.#freeSlots[worker] ?? 0) + 1;
    else this.#hold(next, worker, this.#holdOf(next));
  }

  #hold(job: number, worker: number, length: number): void {
    const at = this.#clock.now;
    const endsAt = at + length;
    this.jobs.setEndsAt(job, endsAt);
    const counted = endsAt - Math.max(at, this.#windowStart);
    if (counted > 0) this.busyTime[worker] = (this.busyTime[worker] ?? 0) + counted;
    this.#events.add(endsAt as Nanoseconds, job);
  }

  #holdOf(job: number): number {
    const hold = this.#holds[this.jobs.kindOf(job)];
    return hold === undefined ? 0 : hold.next();
  }

  #reply(job: number, worker: number): void {
    if (!this.#usesLoop || this.#loopIsBusy[worker] === 0) {
      this.#answer(job, worker);
      return;
    }
    this.jobs.setStage(job, TO_REPLY);
    this.#loopLines.enter(worker, job);
  }

  #enterLoop(job: number, worker: number): void {
    this.#loopLines.enter(worker, job);
    if (this.#loopIsBusy[worker] === 0) this.#useLoop(worker);
  }

  /** Lets those in line have the event loop, until one takes time on it. */
  #useLoop(worker: number): void {
    // As above: what asks again at once joins the line, and does not begin another round.
    this.#loopIsBusy[worker] = 1;
    for (let job = this.#loopLines.take(worker); job !== NONE; job = this.#loopLines.take(worker)) {
      if (this.jobs.stageOf(job) === TO_REPLY) {
        this.#answer(job, worker);
        continue;
      }
      const blocks = this.#places[this.jobs.kindOf(job)] === ON_LOOP;
      const length = this.#loopTime + (blocks ? this.#holdOf(job) : 0);
      if (length > 0 || blocks) {
        this.jobs.setStage(job, ON_LOOP);
        this.#hold(job, worker, length);
        return;
      }
      this.#begin(job, worker);
    }
    this.#loopIsBusy[worker] = 0;
  }

  #answer(job: number, worker: number): void {
    if (this.#clock.now >= this.#windowStart) this.served[worker] = (this.served[worker] ?? 0) + 1;
    const connection = this.jobs.connectionOf(job);
    this.jobs.remove(job);
    if (connection !== NONE) this.#client.answered(connection);
  }
}
