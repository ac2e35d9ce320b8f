import type { Worker } from 'node:cluster';
import type { Socket } from 'node:net';
import { milliseconds } from '../../units.ts';
import type { MasterMessage, WorkerMessage } from '../worker/messages.ts';
import type { Places } from './dealer.ts';
import { earlyDeathsInARow, respawnDelay } from './respawn.ts';

/** What the crew tells the master. */
export interface CrewEvents {
  /** A worker was started or is gone. */
  changed(): void;
  /** The worker at this place accepts connections; `all`: so does every other. */
  ready(place: number, all: boolean): void;
  /** A worker has ended that nobody told to. */
  died(death: Death): void;
  /** The last worker is gone, and no other will follow. */
  empty(): void;
}

export interface Death {
  readonly place: number;
  readonly pid: number;
  readonly reason: string;
  /** False for a worker that ended before it was ever ready. */
  readonly wasReady: boolean;
}

interface Member {
  readonly worker: Worker;
  readonly startedAt: number;
  ready: boolean;
  failure: string | undefined;
}

/** The worker processes: one a place, replaced when it dies, until they are told to stop. */
export class Crew implements Places {
  readonly ready: boolean[];
  readonly #members: (Member | undefined)[];
  readonly #earlyDeaths: number[];
  readonly #respawns = new Set<NodeJS.Timeout>();
  readonly #fork: () => Worker;
  readonly #events: CrewEvents;
  #stopping = false;

  constructor(count: number, fork: () => Worker, events: CrewEvents) {
    this.ready = Array.from({ length: count }, () => false);
    this.#members = Array.from({ length: count });
    this.#earlyDeaths = Array.from({ length: count }, () => 0);
    this.#fork = fork;
    this.#events = events;
  }

  start(): void {
    if (this.#stopping) return;
    for (const place of this.ready.keys()) this.#startAt(place);
  }

  get pids(): number[] {
    return this.#members.flatMap((member) => member?.worker.process.pid ?? []);
  }

  hand(place: number, socket: Socket, left: (error: Error | null) => void): void {
    const message: MasterMessage = { type: 'connection' };
    this.#members[place]?.worker.send(message, socket, left);
  }

  /** Workers finish what is in flight and end; those not ready yet have nothing in flight. */
  drain(): void {
    this.#stop();
    const message: MasterMessage = { type: 'drain', linger: false };
    for (const member of this.#members) {
      if (member?.ready === true && member.worker.isConnected()) member.worker.send(message);
      else member?.worker.process.kill('SIGKILL');
    }
  }

  kill(): void {
    this.#stop();
    for (const member of this.#members) member?.worker.process.kill('SIGKILL');
  }

  #stop(): void {
    this.#stopping = true;
    for (const timer of this.#respawns) clearTimeout(timer);
    this.#respawns.clear();
    this.#checkEmpty();
  }

  #startAt(place: number): void {
    const member: Member = {
      worker: this.#fork(),
      startedAt: performance.now(),
      ready: false,
      failure: undefined,
    };
    this.#members[place] = member;
    const { worker } = member;
    worker.on('message', (message: WorkerMessage) => this.#heard(place, member, message));
    worker.on('error', (error) => {
      member.failure ??= error.message;
      // A process that could not be started has no exit either.
      if (worker.process.pid === undefined) this.#left(place, member, 1, null);
    });
    // The channel closes before the exit is known: from then on nothing can be dealt to it.
    worker.once('disconnect', () => this.#unready(place, member));
    worker.once('exit', (code, signal) => this.#left(place, member, code, signal));
    this.#events.changed();
  }

  #heard(place: number, member: Member, message: WorkerMessage): void {
    switch (message.type) {
      case 'ready':
        member.ready = true;
        this.ready[place] = true;
        this.#events.ready(place, this.ready.every(Boolean));
        return;
      case 'failed':
        member.failure = message.reason;
    }
  }

  #unready(place: number, member: Member): void {
    if (this.#members[place] === member) this.ready[place] = false;
  }

  #left(place: number, member: Member, code: number | null, signal: string | null): void {
    this.#unready(place, member);
    this.#members[place] = undefined;
    this.#events.changed();
    if (this.#stopping) {
      this.#checkEmpty();
      return;
    }
    const lived = milliseconds(performance.now() - member.startedAt);
    const earlyDeaths = earlyDeathsInARow(this.#earlyDeaths[place] ?? 0, lived);
    this.#earlyDeaths[place] = earlyDeaths;
    const ending = signal === null ? `exited with code ${code}` : `was killed by ${signal}`;
    const reason = member.failure === undefined ? ending : `${ending}: ${member.failure}`;
    this.#events.died({ place, pid: member.worker.process.pid ?? 0, reason, wasReady: member.ready });
    // The master may have answered by stopping.
    if (!this.#stopping) this.#respawn(place, respawnDelay(earlyDeaths));
  }

  #respawn(place: number, delayMs: number): void {
    const timer = setTimeout(() => {
      this.#respawns.delete(timer);
      this.#startAt(place);
    }, delayMs);
    this.#respawns.add(timer);
  }

  #checkEmpty(): void {
    if (this.#stopping && this.#members.every((member) => member === undefined)) this.#events.empty();
  }
}
