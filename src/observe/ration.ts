import { nanoseconds, type Nanoseconds } from '../units.ts';

interface Part {
  /** When it was made last. */
  at: Nanoseconds;
  /** What it took then. */
  cost: Nanoseconds;
  /** How often it was made. */
  times: number;
}

/**
 * Parts of an observation that share an allowance of processor time, which grows evenly. A part is made when as much has
 * gathered as it took the last time: what costs c comes no sooner than c ÷ share later, and the share is kept whatever
 * the parts cost. The one that was made least often comes first, and a dear one is saved up for: none is left out.
 */
export class Ration<Name extends string> {
  readonly #parts = new Map<Name, Part>();
  readonly #share: number;
  readonly #most: Nanoseconds;
  #allowance: number;
  #at: Nanoseconds;

  /**
   * @param share of one processor
   * @param most what can gather at most; it is there at the beginning
   */
  constructor(names: readonly Name[], share: number, most: Nanoseconds, now: Nanoseconds) {
    for (const name of names) this.#parts.set(name, { at: now, cost: nanoseconds(0), times: 0 });
    this.#share = share;
    this.#most = most;
    this.#allowance = most;
    this.#at = now;
  }

  /** The part that is to be made now: undefined when all have been, or the next cannot be afforded yet. */
  next(now: Nanoseconds): Name | undefined {
    this.#allowance = Math.min(this.#most, this.#allowance + (now - this.#at) * this.#share);
    this.#at = now;
    let rarest: [Name, Part] | undefined;
    for (const entry of this.#parts)
      if (rarest === undefined || entry[1].times < rarest[1].times) rarest = entry;
    if (rarest === undefined || rarest[1].at >= now) return undefined;
    // What is dearer than all that can gather is made when that has, and paid for afterwards.
    return this.#allowance >= Math.min(rarest[1].cost, this.#most) ? rarest[0] : undefined;
  }

  /** As at the beginning: as much as can gather is there, and no part was made more often than another. */
  refill(now: Nanoseconds): void {
    this.#allowance = this.#most;
    this.#at = now;
    for (const part of this.#parts.values()) part.times = 0;
  }

  /** A part was made, and took so much. */
  spend(name: Name, now: Nanoseconds, cost: Nanoseconds): void {
    this.note(name, now, cost);
    this.#allowance -= cost;
  }

  /** A part was made out of turn: what it took is remembered, and not paid for. */
  note(name: Name, now: Nanoseconds, cost: Nanoseconds): void {
    const times = (this.#parts.get(name)?.times ?? 0) + 1;
    this.#parts.set(name, { at: now, cost, times });
  }
}
