import type { Condition } from '../../plan/plan.ts';
import type { ScheduledTrial } from '../../plan/trial-schedule.ts';
import { targetOf, trialSettings } from '../../plan/trial-settings.ts';
import type { RunRecord } from '../../samples/run-record.ts';
import { milliseconds } from '../../units.ts';
import { endTrial } from '../ended-trial.ts';
import { loadTrial } from '../loaded-trial.ts';
import { measureTrial } from '../measure-trial.ts';
import { startTrial, type StartedTrial } from '../started-trial.ts';
import type { TrialOptions } from '../trial-options.ts';
import type { TrialOutcome } from '../trial-outcome.ts';
import type { Clock } from './clock.ts';
import type { Machine } from './machine.ts';
import { ownShare } from './own-share.ts';
import { mayPrepare, type Sharer } from './preparation.ts';
import { BUSY_AT_MOST } from './sharing-limits.ts';
import { sharingProblem } from './sharing-problem.ts';
import { loadWave, type EndedWave, type WaveTrial } from './wave.ts';

/** What measuring several trials at the same time needs. */
export interface JobsOptions {
  readonly trial: TrialOptions;
  readonly asked: NonNullable<RunRecord['jobs']>['asked'];
  readonly machine: Machine;
  readonly clock: Clock;
  /** Stores what was measured. */
  readonly keep: (trial: ScheduledTrial, outcome: TrialOutcome) => void;
  /** Called with how many loads went on at once, whenever some did. */
  readonly onWave: (most: number) => void;
  /** Called before a trial is measured again. */
  readonly onRepeat: (repeat: Repeat) => void;
}

/** A trial that has to be measured again, alone. */
export interface Repeat {
  readonly trial: ScheduledTrial;
  /** How busy the machine was while the trial shared it, 0 to 1. */
  readonly busyShare: number;
}

/**
 * Measures blocks of trials in waves: the servers of some consecutive trials are started one after the other while
 * nothing is measured, then their loads go on at the same time, then the servers are stopped. What it learns of a
 * condition it remembers for the blocks that follow.
 */
export class BlocksInWaves {
  readonly #options: JobsOptions;
  readonly #atMost: number;
  /** How much of the machine each condition takes for itself. */
  readonly #knownShares = new Map<Condition, number>();
  #largestServer = 0;
  /** The last trials that were measured compute. */
  #isWary = false;
  #memoryBefore = 0;

  constructor(options: JobsOptions) {
    this.#options = options;
    this.#atMost = options.asked === 'auto' ? Infinity : options.asked;
  }

  /** Measures each trial of a block; those that were spoilt are measured again at its end. */
  async measure(block: readonly ScheduledTrial[]): Promise<void> {
    const { signal } = this.#options.trial;
    const queue = [...block];
    let prepared: StartedTrial[] = [];
    const repeats: Repeat[] = [];
    try {
      while (queue.length + prepared.length > 0 && !signal.aborted) {
        await this.#prepare(prepared, queue);
        if (prepared.length === 0) continue;
        const wave = await this.#load(prepared);
        prepared = [...wave.left];
        repeats.push(...(await this.#endAll(wave.loaded)));
        if (this.#isWary) queue.unshift(...(await this.#putOff(prepared.splice(0))));
      }
    } finally {
      await this.#putOff(prepared);
    }
    for (const repeat of repeats) if (!signal.aborted) await this.#repeat(repeat);
  }

  /** Starts servers beside those that are up, as many as may be. */
  async #prepare(prepared: StartedTrial[], queue: ScheduledTrial[]): Promise<void> {
    const { trial: options, machine } = this.#options;
    if (prepared.length === 0) this.#memoryBefore = machine.availableBytes();
    while (!options.signal.aborted) {
      const [trial] = queue;
      if (trial === undefined || !this.#mayPrepare(prepared, trial)) return;
      queue.shift();
      const start = await startTrial(trial, options);
      if (start.state !== 'started') this.#options.keep(trial, start);
      else {
        prepared.push(start.started);
        options.onEvent({ type: 'trialReady', trial });
        this.#largestServer = Math.max(this.#largestServer, machine.serverBytes(start.started.target));
      }
    }
  }

  #mayPrepare(prepared: readonly StartedTrial[], next: ScheduledTrial): boolean {
    const [first, ...others] = prepared.map(({ trial }) => this.#sharer(trial));
    if (first === undefined) return true;
    return mayPrepare({
      up: [first, ...others],
      next: this.#sharer(next),
      atMost: this.#atMost,
      isWary: this.#isWary,
      memory: {
        before: this.#memoryBefore,
        available: this.#options.machine.availableBytes(),
        largestServer: this.#largestServer,
      },
    });
  }

  #sharer({ condition }: ScheduledTrial): Sharer {
    const { trial, machine } = this.#options;
    const { ramp = 0, warmup = 0, duration } = trialSettings(trial.plan, condition, trial.timeScale).load;
    const problem = sharingProblem(targetOf(trial.plan, condition));
    return {
      canShare: machine.look() !== undefined && problem === undefined,
      knownShare: this.#knownShares.get(condition),
      lasts: milliseconds(ramp + warmup + duration),
    };
  }

  /** Loads those whose servers are up: at once, or the only one there is as if there were no jobs. */
  async #load(prepared: readonly StartedTrial[]): Promise<EndedWave> {
    const { trial, machine, clock, onWave } = this.#options;
    const [first, ...others] = prepared;
    if (first !== undefined && others.length === 0) {
      const loaded = await loadTrial(first, trial);
      return { loaded: [{ loaded, spoiltBy: undefined, wasOnly: true }], left: [], most: 1 };
    }
    const wave = await loadWave(prepared, {
      trial,
      machine,
      clock,
      memoryBefore: this.#memoryBefore,
      knownShares: this.#knownShares,
    });
    onWave(wave.most);
    return wave;
  }

  /** Stops the servers of a wave and keeps what was measured. @returns what is to be measured again */
  async #endAll(wave: readonly WaveTrial[]): Promise<Repeat[]> {
    const ended = await Promise.allSettled(wave.map(async (one) => this.#end(one)));
    const computing = ended.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
    this.#isWary = computing.some(({ computes }) => computes);
    return computing.flatMap(({ repeat }) => repeat ?? []);
  }

  async #end({ loaded, spoiltBy, wasOnly }: WaveTrial): Promise<{ computes: boolean; repeat?: Repeat }> {
    const { trial: options, keep } = this.#options;
    const { trial } = loaded;
    const outcome = await endTrial(loaded, options);
    const share = this.#learn(trial, outcome);
    const computes = share === undefined ? spoiltBy !== undefined && wasOnly : share > BUSY_AT_MOST;
    if (spoiltBy === undefined || outcome.state !== 'measured') {
      keep(trial, outcome);
      return { computes };
    }
    options.onEvent({ type: 'trialSpoilt', trial, busyShare: spoiltBy });
    return { computes, repeat: { trial, busyShare: spoiltBy } };
  }

  /** @returns how much of the machine the trial took for itself, where that was seen */
  #learn({ condition }: ScheduledTrial, outcome: TrialOutcome): number | undefined {
    const share = outcome.state === 'measured' ? ownShare(outcome.record) : undefined;
    if (share !== undefined) this.#knownShares.set(condition, share);
    return share;
  }

  /** Stops servers that were not loaded. @returns their trials, which are measured later */
  async #putOff(prepared: readonly StartedTrial[]): Promise<ScheduledTrial[]> {
    const { onEvent } = this.#options.trial;
    return Promise.all(
      prepared.map(async ({ trial, target }) => {
        onEvent({ type: 'trialPutOff', trial });
        // Nothing was measured on it that what is left of it could spoil; the guard ends that with the run.
        await target.stop().catch(() => undefined);
        return trial;
      }),
    );
  }

  async #repeat(repeat: Repeat): Promise<void> {
    const { trial: options, keep, onRepeat } = this.#options;
    onRepeat(repeat);
    const outcome = await measureTrial(repeat.trial, options);
    this.#learn(repeat.trial, outcome);
    keep(repeat.trial, outcome);
  }
}
