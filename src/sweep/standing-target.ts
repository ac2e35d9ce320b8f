import type { RunningTarget, StartTarget } from '../target/target.ts';

/**
 * A server that is started for the first of several trials and stays for the others: what befell it before one of them is
 * none of that trial's.
 */
export class StandingTarget {
  readonly #startTarget: StartTarget;
  #running: RunningTarget | undefined;

  constructor(startTarget: StartTarget) {
    this.#startTarget = startTarget;
  }

  /** Starts it, or hands out what runs already; a trial that stops it leaves it standing. */
  readonly start: StartTarget = async (settings, signal) => {
    const running = (this.#running ??= await this.#startTarget(settings, signal));
    const before = running.problems().length;
    return {
      url: running.url,
      subject: running.subject,
      ended: running.ended,
      problems: () => running.problems().slice(before),
      reports: () => running.reports(),
      askForReports: () => running.askForReports(),
      stop: async () => undefined,
    };
  };

  /** Ends it for good. @throws when something of it is left behind */
  async end(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.stop();
  }
}
