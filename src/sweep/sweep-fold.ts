import type { SweepDuration } from '../queueing/concurrency/sweep-duration.ts';
import type { LiveFold } from '../run/live/live-keeper.ts';
import { LiveTrials } from '../run/live/live-trials.ts';
import { LIVE_RUN_SCHEMA, type LiveRun } from '../samples/live-run.ts';
import type { SweepEvent } from './sweep-events.ts';

/** What was said of how long an endpoint will take, and when. */
interface Foretold {
  readonly left: SweepDuration;
  readonly at: number;
}

/** How far a sweep has come, by what it tells of itself. */
export class SweepFold implements LiveFold<SweepEvent> {
  readonly #timeBudgetMs: number;
  readonly #live = new LiveTrials();
  /** Endpoints that are still to be begun. */
  #toBegin = 0;
  #foretold: Foretold | null = null;

  /** @param timeBudgetMs of one endpoint */
  constructor(timeBudgetMs: number) {
    this.#timeBudgetMs = timeBudgetMs;
  }

  take(event: SweepEvent, now: number): void {
    switch (event.type) {
      case 'sweepStarted':
        this.#toBegin = event.endpoints.length;
        break;
      case 'endpointStarting':
        this.#toBegin--;
        this.#foretold = null;
        break;
      case 'stepStarting':
        this.#foretold = event.left && { left: event.left, at: now };
        this.#live.starts(event.trial, event.settings, event.because);
        // The server is the endpoint's, and up.
        this.#live.isReady(event.trial);
        break;
      case 'stepProgress':
        this.#live.isLoaded(event.trial, event.progress);
        break;
      case 'stepFinished':
      case 'stepFailed':
        this.#live.leaves(event.trial.position, true);
        break;
      case 'sweepProgress':
      case 'sweepEnded':
        break;
    }
  }

  read(now: number, at: Date): LiveRun {
    return {
      schema: LIVE_RUN_SCHEMA,
      at: at.toISOString(),
      trials: null,
      finished: this.#live.finished,
      left: this.#left(now),
      live: this.#live.read(),
    };
  }

  /** The endpoints that follow take anything up to their budget. */
  #left(now: number): SweepDuration | null {
    if (this.#foretold === null) return null;
    const { left, at } = this.#foretold;
    const [lowMs, highMs] = [left.lowMs, left.highMs + this.#toBegin * this.#timeBudgetMs];
    return { lowMs: Math.max(0, lowMs - (now - at)), highMs: Math.max(0, highMs - (now - at)) };
  }
}
