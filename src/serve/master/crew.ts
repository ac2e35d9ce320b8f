import type { ChildProcess } from 'node:child_process';
import type { Milliseconds } from '../../units.ts';
import type { WorkerMessage } from '../worker/messages.ts';
import type { CrewEvents } from './crew-events.ts';
import { Renewals } from './renewals.ts';
import { earlyDeathsInARow, respawnDelay } from './respawn.ts';
import { WorkerProcess, type WorkerEvents } from './worker-process.ts';

const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** After its grace a worker closes what is idle, which takes it 100 ms, and ends by itself if nothing else is left. */
const LAST_CALL_MS = 500;

interface Place {
  current: WorkerProcess | undefined;
  /** Takes the place when it is ready. */
  successor: WorkerProcess | undefined;
  earlyDeaths: number;
  respawn: NodeJS.Timeout | undefined;
}

/** The worker processes: one a place, replaced when it dies or is to be renewed, until they are told to stop. */
export class Crew {
  readonly #places: Place[] = [];
  /** All that run, those that have lost their place among them. */
  readonly #alive = new Set<WorkerProcess>();
  readonly #renewals = new Renewals();
  readonly #fork: (place: number) => ChildProcess;
  readonly #events: CrewEvents;
  readonly #grace: Milliseconds;
  readonly #workerEvents: WorkerEvents;
  #stopping = false;

  constructor(fork: (place: number) => ChildProcess, grace: Milliseconds, events: CrewEvents) {
    this.#fork = fork;
    this.#grace = grace;
    this.#events = events;
    this.#workerEvents = {
      heard: (worker, message) => this.#heard(worker, message),
      left: (worker) => this.#left(worker),
    };
  }

  get size(): number {
    return this.#places.length;
  }

  get pids(): number[] {
    return [...this.#alive].map(({ pid }) => pid).filter((pid) => pid !== 0);
  }

  /** By place, the worker that takes connections; undefined where none does. */
  get ready(): readonly (WorkerProcess | undefined)[] {
    return this.#places.map(({ current }) => (current?.takesConnections === true ? current : undefined));
  }

  /** Those that are not ready yet. */
  get starting(): WorkerProcess[] {
    return [...this.#alive].filter(({ state }) => state === 'starting');
  }

  /** One place more, with a worker of its own. */
  grow(): void {
    if (this.#stopping) return;
    const place: Place = { current: undefined, successor: undefined, earlyDeaths: 0, respawn: undefined };
    place.current = this.#startAt(this.#places.push(place) - 1);
  }

  /** One place fewer: the last. Its worker finishes what it has. */
  shrink(): void {
    const place = this.#places.pop();
    if (place === undefined) return;
    clearTimeout(place.respawn);
    this.#renewals.drop(this.#places.length);
    place.successor?.retire(true);
    if (place.current !== undefined) this.#letFinish(place.current);
    this.#renewNext();
  }

  /**
   * Renews every place: at once where nobody is, else one after the other. A reload under way begins anew: what it
   * started may be stale already.
   */
  reload(): void {
    if (this.#stopping) return;
    const manned = [...this.#places.keys()].filter((place) => this.#places[place]?.current !== undefined);
    for (const [index, place] of this.#places.entries()) {
      place.successor?.retire(true);
      place.successor = undefined;
      // Its worker died and left the place to the successor, which is stale now.
      if (place.current === undefined && place.respawn === undefined) place.current = this.#startAt(index);
    }
    this.#renewals.reload(manned);
    this.#renewNext();
  }

  /** Workers finish what is in flight and end. */
  drain(): void {
    this.#stop();
    for (const worker of this.#alive) worker.retire(false);
  }

  kill(): void {
    this.#stop();
    for (const worker of this.#alive) worker.kill();
  }

  #stop(): void {
    this.#stopping = true;
    for (const { respawn } of this.#places) clearTimeout(respawn);
    this.#checkEmpty();
  }

  #startAt(place: number): WorkerProcess {
    const worker = new WorkerProcess(place, this.#fork(place), this.#workerEvents);
    this.#alive.add(worker);
    this.#events.changed();
    return worker;
  }

  #renewNext(): void {
    if (this.#stopping) return;
    const next = this.#renewals.next((place) => this.#places[place]?.current !== undefined);
    if (next.reloaded) this.#events.reloaded();
    const place = next.place === undefined ? undefined : this.#places[next.place];
    if (next.place !== undefined && place !== undefined) place.successor = this.#startAt(next.place);
  }

  #heard(worker: WorkerProcess, message: WorkerMessage): void {
    if (message.type === 'ready') this.#ready(worker);
    else if (message.type === 'retiring') this.#retiring(worker);
    this.#events.heard(worker, message);
  }

  /** It asks more than once: what was to follow it may not have become ready. */
  #retiring(worker: WorkerProcess): void {
    if (this.#stopping || worker.state !== 'ready' || !this.#renewals.add(worker.place)) return;
    this.#events.retiring(worker);
    this.#renewNext();
  }

  #ready(worker: WorkerProcess): void {
    if (this.#stopping || worker.state === 'retired') return;
    worker.state = 'ready';
    worker.wasReady = true;
    const place = this.#places[worker.place];
    const renewed = place?.successor === worker;
    if (renewed) {
      const old = place.current;
      place.current = worker;
      place.successor = undefined;
      this.#renewals.done();
      if (old !== undefined) this.#letFinish(old);
    }
    this.#events.ready(
      worker,
      this.ready.every((one) => one !== undefined),
    );
    if (renewed) this.#renewNext();
  }

  /** Others are there for what follows, so its clients need not notice. */
  #letFinish(worker: WorkerProcess): void {
    worker.retire(true);
    const unlessGone = (act: () => void) => (): void => {
      if (this.#alive.has(worker) && !this.#stopping) act();
    };
    const kill = unlessGone(() => {
      this.#events.graceOver(worker);
      worker.kill();
    });
    const lastCall = unlessGone(() => {
      worker.retire(false);
      setTimeout(kill, LAST_CALL_MS).unref();
    });
    setTimeout(lastCall, Math.min(this.#grace, LONGEST_TIMER_MS)).unref();
  }

  #left(worker: WorkerProcess): void {
    const place = this.#places[worker.place];
    this.#alive.delete(worker);
    this.#events.changed();
    if (place?.current === worker) place.current = undefined;
    this.#events.gone(worker);
    if (this.#stopping) this.#checkEmpty();
    else if (place?.successor === worker) this.#notRenewed(worker, place);
    else if (worker.state !== 'retired' && place !== undefined) this.#died(worker, place);
  }

  #notRenewed(worker: WorkerProcess, place: Place): void {
    place.successor = undefined;
    this.#renewals.clear();
    this.#events.notRenewed(worker);
    if (place.current === undefined) this.#respawn(worker, place);
  }

  #died(worker: WorkerProcess, place: Place): void {
    this.#events.died(worker);
    // The master may have answered by stopping, and a successor that is on its way will do.
    if (!this.#stopping && place.successor === undefined) this.#respawn(worker, place);
  }

  #respawn(dead: WorkerProcess, place: Place): void {
    place.earlyDeaths = earlyDeathsInARow(place.earlyDeaths, dead.lived);
    place.respawn = setTimeout(() => {
      place.respawn = undefined;
      place.current = this.#startAt(dead.place);
    }, respawnDelay(place.earlyDeaths));
  }

  #checkEmpty(): void {
    if (this.#stopping && this.#alive.size === 0) this.#events.empty();
  }
}
