import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { milliseconds, type Milliseconds } from '../../units.ts';
import type { MasterMessage, WorkerMessage } from '../worker/messages.ts';
import type { Recipient } from './dealer.ts';

/** What a worker process tells its crew. */
export interface WorkerEvents {
  heard(worker: WorkerProcess, message: WorkerMessage): void;
  /** Its process is gone. */
  left(worker: WorkerProcess): void;
}

/** One worker process as the master sees it, from its fork to its exit. */
export class WorkerProcess implements Recipient {
  /** From 0. */
  readonly place: number;
  /** `retired`: it has been told to finish what it has, or was killed on purpose. */
  state: 'starting' | 'ready' | 'retired' = 'starting';
  wasReady = false;
  /** How long the last ping has not been answered; undefined when it has. */
  unanswered: Milliseconds | undefined;
  /** How long it has been starting, as the heartbeats count it. */
  startingFor = milliseconds(0);
  readonly #child: ChildProcess;
  readonly #startedAt = performance.now();
  /** Connections sent to it, in their order, that it has not said it took. */
  #handed: ((error: Error | null) => void)[] = [];
  #handedCount = 0;
  #failure: string | undefined;
  #killedFor: string | undefined;
  #ending = '';
  #gone = false;

  constructor(place: number, child: ChildProcess, events: WorkerEvents) {
    this.place = place;
    this.#child = child;
    child.on('message', (message: WorkerMessage) => {
      if (message.type === 'failed') this.#failure = message.reason;
      if (message.type === 'report') this.unanswered = undefined;
      if (message.type === 'took') this.#handed.shift()?.(null);
      events.heard(this, message);
    });
    child.on('error', (error) => {
      this.#failure ??= error.message;
      // A process that could not be started has no exit either.
      if (child.pid === undefined) this.#left('exited with code 1', events);
    });
    child.once('exit', (code, signal) => {
      const ending = signal === null ? `exited with code ${code}` : `was killed by ${signal}`;
      // What it wrote before its end comes first, such as which connections it took.
      if (child.connected) child.once('disconnect', () => this.#left(ending, events));
      else this.#left(ending, events);
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get lived(): Milliseconds {
    return milliseconds(performance.now() - this.#startedAt);
  }

  /** False once the channel is closed, which is known before the exit: nothing can be handed to it then. */
  get takesConnections(): boolean {
    return this.state === 'ready' && this.#child.connected && this.#killedFor === undefined;
  }

  /** How its process ended, in words that follow its name. */
  get ending(): string {
    if (this.#killedFor !== undefined) return this.#killedFor;
    return this.#failure === undefined ? this.#ending : `${this.#ending}: ${this.#failure}`;
  }

  tell(message: MasterMessage): void {
    // A channel that closes meanwhile: the exit is what counts.
    if (this.#child.connected) this.#child.send(message, undefined, undefined, () => undefined);
  }

  /**
   * The connection stays open here too (`keepOpen`) until the worker says that it took it. Node's own way closes it on
   * a receipt of its own, and when the worker died before that, never: the client waited for ever.
   */
  hand(socket: Socket, taken: (error: Error | null) => void): void {
    const number = (this.#handedCount += 1);
    const behind = (): number => this.#handedCount - number;
    const message: MasterMessage = {
      type: 'connection',
      // Read when its turn has come: node:child_process passes one connection at a time.
      get behind() {
        return behind();
      },
    };
    this.#handed.push(taken);
    this.#child.send(message, socket, { keepOpen: true }, (error) => {
      // To a worker that is gone nothing gets: that is known soon, and then it is dealt to another.
      if (error === null || !this.#child.connected) return;
      this.#handed = this.#handed.filter((one) => one !== taken);
      taken(error);
    });
  }

  /** Asks for a report, unless one is still owed. */
  ping(): void {
    if (this.unanswered !== undefined) return;
    this.unanswered = milliseconds(0);
    this.tell({ type: 'ping' });
  }

  /** Lets it finish; one that is not ready has nothing to finish. */
  retire(linger: boolean): void {
    if (this.state === 'starting') this.kill();
    else this.tell({ type: 'drain', linger });
    this.state = 'retired';
  }

  /** @param why told in place of the signal */
  kill(why?: string): void {
    this.#killedFor ??= why;
    this.#child.kill('SIGKILL');
  }

  #left(ending: string, events: WorkerEvents): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#ending = ending;
    events.left(this);
  }
}
