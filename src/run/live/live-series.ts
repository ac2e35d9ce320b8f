import type { LiveTrial } from '../../samples/live-run.ts';

/** So many intervals can be drawn on a line of a terminal; even, so that two can be made one. */
const INTERVALS_AT_MOST = 60;
/** A load is looked at so often: shorter intervals would show the looks and not the load. */
const LOOKED_AT_EVERY_MS = 100;

/** What is known of a window at one look. */
export interface Look {
  /** Since the window started. */
  readonly elapsedMs: number;
  /** In the window until then. */
  readonly completed: number;
  /** At that moment. */
  readonly inFlight: number;
}

/**
 * Completions and requests in flight by the interval, from looks at the totals. A look is hardly ever at the end of an
 * interval: what completed between two looks is taken to have done so evenly, which is all that is known of it.
 */
export class LiveSeries {
  #intervalMs: number;
  #last: Look = { elapsedMs: 0, completed: 0, inFlight: 0 };
  /** Until the end of each interval. */
  #completed: number[] = [];
  #inFlight: number[] = [];

  /** @param durationMs of the window, where its time is what ends it; the intervals grow as it goes on where not */
  constructor(durationMs: number | undefined) {
    const looks = (durationMs ?? 0) / INTERVALS_AT_MOST / LOOKED_AT_EVERY_MS;
    this.#intervalMs = Math.max(1, Math.ceil(looks)) * LOOKED_AT_EVERY_MS;
  }

  add(look: Look): void {
    // In a warm-up nothing is counted yet, but requests are in flight.
    const now = { ...look, elapsedMs: Math.max(0, look.elapsedMs) };
    for (let end = this.#nextEnd; end <= now.elapsedMs; end = this.#nextEnd) {
      if (this.#completed.length === INTERVALS_AT_MOST) {
        this.#makeTwoOne();
        continue;
      }
      const share = (end - this.#last.elapsedMs) / (now.elapsedMs - this.#last.elapsedMs);
      this.#completed.push(Math.floor(between(this.#last.completed, now.completed, share)));
      this.#inFlight.push(Math.round(between(this.#last.inFlight, now.inFlight, share)));
    }
    this.#last = now;
  }

  read(): LiveTrial['series'] {
    return {
      intervalMs: this.#intervalMs,
      completed: this.#completed.map((until, index) => until - (this.#completed[index - 1] ?? 0)),
      inFlight: [...this.#inFlight],
    };
  }

  get #nextEnd(): number {
    return (this.#completed.length + 1) * this.#intervalMs;
  }

  #makeTwoOne(): void {
    this.#intervalMs *= 2;
    this.#completed = everySecond(this.#completed);
    this.#inFlight = everySecond(this.#inFlight);
  }
}

const between = (from: number, to: number, share: number): number => from + (to - from) * share;

const everySecond = (values: readonly number[]): number[] => values.filter((_, index) => index % 2 === 1);
