import { formatDuration, type Milliseconds } from '../../units.ts';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What a stop can ask of the server. */
export interface StopActions {
  drain(why: string): void;
  cutOff(why: string): void;
}

/**
 * Turns signals into a drain and then an end: the first SIGTERM or SIGINT drains, a second one or the end of
 * the grace period cuts off; SIGQUIT and the loss of the process that started this one cut off at once.
 */
export class StopSignals {
  readonly #grace: Milliseconds;
  readonly #actions: StopActions;
  #graceTimer: NodeJS.Timeout | undefined;
  #cutOff = false;

  constructor(grace: Milliseconds, actions: StopActions) {
    this.#grace = grace;
    this.#actions = actions;
    process.on('SIGTERM', this.#signalled);
    process.on('SIGINT', this.#signalled);
    process.on('SIGQUIT', this.#end);
    process.on('disconnect', this.#parentLost);
    // It may have gone before anyone listened.
    if (process.send !== undefined && !process.connected) this.#parentLost();
  }

  release(): void {
    clearTimeout(this.#graceTimer);
    process.off('SIGTERM', this.#signalled);
    process.off('SIGINT', this.#signalled);
    process.off('SIGQUIT', this.#end);
    process.off('disconnect', this.#parentLost);
  }

  readonly #signalled = (signal: NodeJS.Signals): void => {
    if (this.#graceTimer !== undefined) {
      this.#end(`${signal} again`);
      return;
    }
    if (this.#grace === 0) {
      this.#end(signal);
      return;
    }
    this.#graceTimer = setTimeout(
      () => this.#end(`the ${formatDuration(this.#grace)} of grace are over`),
      Math.min(this.#grace, LONGEST_TIMER_MS),
    );
    this.#actions.drain(signal);
  };

  readonly #parentLost = (): void => this.#end('the process that started the server is gone');

  readonly #end = (why: string): void => {
    if (this.#cutOff) return;
    this.#cutOff = true;
    clearTimeout(this.#graceTimer);
    this.#actions.cutOff(why);
  };
}
