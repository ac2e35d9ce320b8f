import { LIVE_RUN_SCHEMA, type LiveRun } from '../../samples/live-run.ts';
import type { RunEvent } from '../run-events.ts';
import type { LiveFold } from './live-keeper.ts';
import { LiveTrials } from './live-trials.ts';
import { timeLeft } from './time-left.ts';

/** How far a run has come, by what it tells of itself. */
export class RunFold implements LiveFold<RunEvent> {
  readonly #startedAt: number;
  readonly #live = new LiveTrials();
  #trials = 0;

  /** @param startedAt when the run was started, in ms of the clock that `read` is given */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  take(event: RunEvent): void {
    switch (event.type) {
      case 'runStarted':
        this.#trials = event.trials;
        break;
      case 'blockStarting':
        this.#trials = Math.max(this.#trials, ...event.trials.map(({ position }) => position));
        break;
      case 'trialStarting':
        this.#live.starts(event.trial, event.settings.load);
        break;
      case 'trialReady':
        this.#live.isReady(event.trial);
        break;
      case 'trialProgress':
        this.#live.isLoaded(event.trial, event.progress);
        break;
      case 'trialFinished':
      case 'trialFailed':
        this.#live.leaves(event.trial.position, true);
        break;
      case 'trialPutOff':
      case 'trialSpoilt':
        this.#live.leaves(event.trial.position, false);
        break;
      case 'runProgress':
      case 'runEnded':
        break;
    }
  }

  read(now: number, at: Date): LiveRun {
    const { finished } = this.#live;
    const left = timeLeft({
      sinceStartMs: now - this.#startedAt,
      trials: this.#trials,
      finished,
      loads: this.#live.loads(),
    });
    return {
      schema: LIVE_RUN_SCHEMA,
      at: at.toISOString(),
      trials: this.#trials,
      finished,
      left: left === undefined ? null : { lowMs: left, highMs: left },
      live: this.#live.read(),
    };
  }
}
