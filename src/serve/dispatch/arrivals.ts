/**
 * The connections that the master deals to a worker. They arrive one in a turn of the event loop, so a handler that
 * blocks the loop keeps out those on their way: 100 connections that came at once would take minutes to get in, and
 * the first of them would have the worker to itself. So a handler on the loop waits for the connections that were dealt
 * before its request came.
 */
export class Arrivals {
  #received = 0;
  #expected = 0;
  #waiting: { readonly expected: number; readonly run: () => void }[] = [];

  /** Whether all that are known to be on their way are in. */
  get areIn(): boolean {
    return this.#received >= this.#expected;
  }

  /** Calls back when all are in that are on their way now. */
  whenIn(run: () => void): void {
    this.#waiting.push({ expected: this.#expected, run });
  }

  /** @param behind how many more have been dealt to this worker already */
  received(behind: number): void {
    this.#received += 1;
    this.#expected = this.#received + behind;
    if (this.#waiting.length > 0) this.#letIn(this.#received);
  }

  /** Whatever was sent before has come, or never will. */
  caughtUp(): void {
    this.#expected = this.#received;
    this.#letIn(Infinity);
  }

  #letIn(upTo: number): void {
    const ready = this.#waiting.filter(({ expected }) => expected <= upTo);
    this.#waiting = this.#waiting.filter(({ expected }) => expected > upTo);
    for (const { run } of ready) run();
  }
}
