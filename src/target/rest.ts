import { milliseconds, type Milliseconds } from '../units.ts';

/** What a server's processes have used of the processors, at one moment. */
export interface Usage {
  readonly at: Milliseconds;
  /** In the system's ticks, over all processes that run. */
  readonly ticks: number;
  readonly processes: number;
}

/** So many ticks between two looks are work; one may be the housekeeping of an idle server. */
const BUSY_TICKS = 2;

/** Tells since when a server's processes have been at rest: none came, none went, and hardly any used a processor. */
export class Rest {
  #last: Usage | undefined;
  #since: Milliseconds | undefined;

  /** @returns how long they have been at rest by this look */
  look(usage: Usage): Milliseconds {
    const last = this.#last;
    this.#last = usage;
    const isBusy =
      last === undefined ||
      usage.processes !== last.processes ||
      usage.ticks < last.ticks ||
      usage.ticks - last.ticks >= BUSY_TICKS;
    if (isBusy || this.#since === undefined) this.#since = usage.at;
    return milliseconds(usage.at - this.#since);
  }
}
