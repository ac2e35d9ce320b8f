import { messageOf } from '../errors.ts';
import type { LoadSettings } from '../plan/load-settings.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import { trialSettings, type TrialSettings } from '../plan/trial-settings.ts';
import type { SweepDuration } from '../queueing/concurrency/sweep-duration.ts';
import type { SweepEnd } from '../queueing/sweep-record.ts';
import { loadBy, type LoadBy } from '../run/trial-load.ts';
import { measureTrial } from '../run/measure-trial.ts';
import { outcomeOfError, type TrialOutcome, type UnmeasuredOutcome } from '../run/trial-outcome.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { milliseconds } from '../units.ts';
import { answersMeanwhile } from './answers-meanwhile.ts';
import type { KeptRun } from './kept-run.ts';
import { StandingTarget } from './standing-target.ts';
import type { SweepOptions } from './sweep-options.ts';
import { drain, warmUp, type UnmeasuredLoad, type WarmServer } from './unmeasured-load.ts';

/** One trial that a sweep asks for: the level of what is swept, and how much of it. */
export interface StepTrial {
  readonly level: number;
  readonly load: Pick<LoadSettings, 'duration' | 'requests'>;
  readonly because: string;
}

/** What a sweep does next. */
export type Step =
  | (StepTrial & { readonly state: 'measure'; readonly left: SweepDuration | null })
  | { readonly state: 'enough' | 'limit'; readonly because: string };

/** What is known beside the trials. */
export interface KnownBeside extends WarmServer {
  /** What a trial took beside its window so far. */
  readonly overheadMs: number;
}

export type Decide = (trials: readonly TrialRecord[], known: KnownBeside) => Step;

/** What starting threads, connecting and storing take of a trial, until one has shown it. */
const ASSUMED_OVERHEAD_MS = 300;

/** One endpoint of a server that is started once, for all the trials of the endpoint. */
export class SweptEndpoint {
  readonly #endpoint: string;
  readonly #options: SweepOptions;
  readonly #run: KeptRun;
  readonly #target: StandingTarget;
  readonly #trials: TrialRecord[] = [];
  #overheadMs = 0;
  #warm: WarmServer = { serviceMs: 0, perSecond: 0 };

  constructor(endpoint: string, run: KeptRun, options: SweepOptions) {
    this.#endpoint = endpoint;
    this.#run = run;
    this.#options = options;
    this.#target = new StandingTarget(options.startTarget);
  }

  get trials(): readonly TrialRecord[] {
    return this.#trials;
  }

  /** Starts the server and warms it up. @returns why that cannot be done; undefined where all is well */
  async begin(): Promise<SweepEnd | undefined> {
    const { signal, onEvent } = this.#options;
    onEvent({ type: 'endpointStarting', endpoint: this.#endpoint });
    try {
      const settings = trialSettings(this.#options.plan, this.#conditionAt(1), 1);
      const target = await this.#target.start(settings.target, signal);
      this.#warm = await warmUp(this.#unmeasured(target.url, settings));
      return undefined;
    } catch (error) {
      return endOf(outcomeOfError(error, signal));
    }
  }

  /** Measures one trial after the other, each stored before the next, until there are enough. */
  async measure(decide: Decide): Promise<SweepEnd> {
    for (;;) {
      if (this.#options.signal.aborted) return INTERRUPTED;
      const known = { overheadMs: this.#meanOverheadMs, ...this.#warm };
      const step = decide(this.#trials, known);
      if (step.state !== 'measure') return step;
      const end = await this.measureStep(step, step.left);
      if (end !== undefined) return end;
    }
  }

  /** Measures one trial. @returns why there can be no more; undefined where there can */
  async measureStep(
    { level, load, because }: StepTrial,
    left: SweepDuration | null,
  ): Promise<SweepEnd | undefined> {
    const { onEvent } = this.#options;
    const condition = this.#conditionAt(level);
    const trial = this.#run.schedule(condition);
    const plan = this.#planFor(condition, load);
    onEvent({
      type: 'stepStarting',
      trial,
      settings: trialSettings(plan, condition, 1).load,
      because,
      left,
    });
    const began = performance.now();
    const outcome = await this.#outcome(trial, plan);
    if (outcome.state !== 'measured') return endOf(outcome);
    const { record } = outcome;
    this.#trials.push(record);
    onEvent({ type: 'stepFinished', trial, record });
    this.#overheadMs += performance.now() - began - record.windowMs;
    return undefined;
  }

  /**
   * Asks the server for something else while it serves as many as it can, and keeps whether it answered.
   * @param slots how many it serves at once
   * @param serviceMs how long one takes
   */
  async askMeanwhile(slots: number, serviceMs: number): Promise<void> {
    const { plan, signal } = this.#options;
    const settings = trialSettings(plan, this.#conditionAt(1), 1);
    const { url } = await this.#target.start(settings.target, signal);
    const answers = await answersMeanwhile(this.#unmeasured(url, settings), { slots, serviceMs });
    if (answers !== undefined) this.#run.keepAnswer(this.#endpoint, answers);
  }

  /** Ends the server. @returns what of it could not be ended */
  async end(): Promise<string | undefined> {
    try {
      await this.#target.end();
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  get #meanOverheadMs(): number {
    return this.#trials.length === 0 ? ASSUMED_OVERHEAD_MS : this.#overheadMs / this.#trials.length;
  }

  #planFor(condition: Condition, load: StepTrial['load']): Plan {
    const { plan } = this.#options;
    const generatorThreads = Math.min(
      plan.load.generatorThreads,
      Number(condition['connections'] ?? Infinity),
    );
    return { ...plan, load: { ...plan.load, ...load, generatorThreads } };
  }

  async #outcome(trial: ScheduledTrial, plan: Plan): Promise<TrialOutcome> {
    const { onEvent, signal, ...rest } = this.#options;
    const outcome = await measureTrial(trial, {
      ...rest,
      loadBy: restingLoad,
      plan,
      timeScale: 1,
      signal,
      startTarget: this.#target.start,
      onEvent: (event) => {
        if (event.type !== 'trialProgress') return;
        onEvent({ type: 'stepProgress', trial, progress: event.progress });
      },
    });
    if (outcome.state === 'failed') {
      this.#run.keepFailure(trial, outcome.reason);
      onEvent({ type: 'stepFailed', trial, reason: outcome.reason });
    }
    if (outcome.state === 'measured') {
      this.#run.keep(outcome.record);
      const settings = trialSettings(plan, trial.condition, 1);
      await drain(outcome.record, this.#unmeasured(new URL(outcome.record.load.url), settings));
    }
    return outcome;
  }

  #conditionAt(level: number): Condition {
    return { endpoint: this.#endpoint, [this.#options.swept]: level };
  }

  #unmeasured(url: URL, { load }: TrialSettings): UnmeasuredLoad {
    return { url: new URL(load.endpoint, url), settings: load, signal: this.#options.signal };
  }
}

const INTERRUPTED: SweepEnd = { state: 'interrupted', because: 'it was interrupted' };

function endOf(outcome: UnmeasuredOutcome): SweepEnd {
  return outcome.state === 'interrupted' ? INTERRUPTED : { state: 'failed', because: outcome.reason };
}

/**
 * A load whose connections the server has accepted before the first request: a burst is to show how many requests are served
 * at once, and not how many connections are accepted.
 */
const restingLoad: LoadBy = (name, load) => {
  const rest = REST_MS + REST_PER_CONNECTION_MS * load.settings.connections;
  return loadBy(name, { ...load, restConnected: milliseconds(rest) });
};

const REST_MS = 30;
/** The embedded server, which deals them to its workers, was seen to take 0.3 ms for one on a busy machine. */
const REST_PER_CONNECTION_MS = 0.5;

/** The window of a trial as a load has it. */
export const stepLoad = (durationMs: number, requests: number | null): StepTrial['load'] => ({
  duration: milliseconds(durationMs),
  requests: requests ?? undefined,
});
