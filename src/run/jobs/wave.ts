import type { Condition } from '../../plan/plan.ts';
import {
  milliseconds,
  nanoseconds,
  nanosecondsToMilliseconds,
  type Milliseconds,
  type Nanoseconds,
} from '../../units.ts';
import { loadTrial, type LoadedTrial } from '../loaded-trial.ts';
import type { StartedTrial } from '../started-trial.ts';
import type { TrialOptions } from '../trial-options.ts';
import { admission } from './admission.ts';
import { busiestShare, recentShare, type MachineReading } from './busy-share.ts';
import type { Clock } from './clock.ts';
import type { Machine } from './machine.ts';
import { BUSY_AT_MOST, LOOK_EVERY, MEAN_OVER, startShare } from './sharing-limits.ts';

/** What the start of the servers took is over when the machine is no busier than this. */
const CALM_AT_MOST = BUSY_AT_MOST / 2;
/** A machine that others keep busy is measured on all the same, after so long. */
const CALM_WITHIN = milliseconds(10_000);

/** What the loads of a wave need to know. */
export interface WaveOptions {
  readonly trial: TrialOptions;
  readonly machine: Machine;
  readonly clock: Clock;
  /** Bytes that were available before the servers were started. */
  readonly memoryBefore: number;
  /** How much of the machine each condition is known to take. */
  readonly knownShares: ReadonlyMap<Condition, number>;
}

/** What became of a wave. */
export interface EndedWave {
  readonly loaded: readonly WaveTrial[];
  /** Those whose turn did not come; their servers are up. */
  readonly left: readonly StartedTrial[];
  /** Loads that went on at the same time. */
  readonly most: number;
}

/** A trial of a wave, loaded. */
export interface WaveTrial {
  readonly loaded: LoadedTrial;
  /** How busy the machine was when that spoilt the trial; undefined where it did not. */
  readonly spoiltBy: number | undefined;
  /** No other load went on at any moment of it. */
  readonly wasOnly: boolean;
}

/**
 * Loads trials whose servers are up at the same time, as far as the machine allows: the first begins, and the others as
 * they are admitted, in their order. A load whose window the machine gets busy in is ended: it will be measured again.
 */
export async function loadWave(prepared: readonly StartedTrial[], options: WaveOptions): Promise<EndedWave> {
  const wave = new Wave(prepared, options);
  await wave.beCalm();
  await wave.run();
  return wave.end();
}

class Wave {
  readonly #options: WaveOptions;
  readonly #waiting: StartedTrial[];
  readonly #loads: WaveLoad[] = [];
  readonly #readings: MachineReading[] = [];
  #most = 0;

  constructor(prepared: readonly StartedTrial[], options: WaveOptions) {
    this.#options = options;
    this.#waiting = [...prepared];
    this.#look();
  }

  /** Resolves when what the start of the servers took of the machine is over. */
  async beCalm(): Promise<void> {
    const { clock, trial } = this.#options;
    const end = clock.now() + CALM_WITHIN * 1e6;
    while (!this.#isCalm() && clock.now() < end && !trial.signal.aborted) await this.#pause();
  }

  async run(): Promise<void> {
    const { signal } = this.#options.trial;
    if (!signal.aborted) this.#begin();
    while (this.#running().length > 0) {
      await Promise.race([this.#pause(), ...this.#running().map(({ ended }) => ended)]);
      for (const load of this.#running()) this.#endIfSpoilt(load);
      const [next] = this.#waiting;
      if (!signal.aborted && next !== undefined && this.#isAdmitted(next)) this.#begin();
    }
    // Windows that are over end before this reading.
    this.#look();
  }

  end(): EndedWave {
    return {
      loaded: this.#loads.map((load) => ({
        loaded: load.loaded,
        spoiltBy: load.spoiltBy ?? this.#spoiltBy(load.loaded),
        wasOnly: load.wasOnly,
      })),
      left: this.#waiting,
      most: this.#most,
    };
  }

  #begin(): void {
    const next = this.#waiting.shift();
    if (next === undefined) return;
    for (const load of this.#running()) load.wasOnly = false;
    const isOnly = this.#running().length === 0;
    this.#loads.push(new WaveLoad(next, isOnly, this.#options));
    this.#most = Math.max(this.#most, this.#running().length);
  }

  #isAdmitted(next: StartedTrial): boolean {
    const { machine, clock, memoryBefore, knownShares } = this.#options;
    const now = clock.now();
    const decision = admission({
      busyShare: this.#busyShare(),
      loads: this.#running().map(({ started, beganAt, windowAt }) => ({
        goesOnFor: between(beganAt, now),
        inWindowFor: windowAt === undefined ? undefined : between(windowAt, now),
        knownShare: knownShares.get(started.trial.condition),
      })),
      begun: this.#loads.length,
      knownShare: knownShares.get(next.trial.condition),
      startShare: startShare(next.settings.load.generatorThreads, machine.processors),
      memory: { before: memoryBefore, available: machine.availableBytes() },
    });
    return decision.state === 'admitted';
  }

  /** In the mean over a while, and at the last look: what has just begun to compute shows there. */
  #busyShare(): number | undefined {
    const mean = recentShare(this.#readings, MEAN_OVER);
    const last = recentShare(this.#readings, milliseconds(LOOK_EVERY / 2));
    return mean === undefined || last === undefined ? undefined : Math.max(mean, last);
  }

  /** Ends a load in whose window the machine has been too busy. */
  #endIfSpoilt(load: WaveLoad): void {
    if (load.windowAt === undefined) return;
    // Only whole spans: what its own start took lies before its window.
    const within = this.#readings.filter(({ at }) => at >= (load.windowAt ?? 0));
    const share = recentShare(within, MEAN_OVER);
    if (share !== undefined && share > BUSY_AT_MOST) load.endFor(share);
  }

  #spoiltBy({ result }: LoadedTrial): number | undefined {
    if (result.status === 'rejected') return undefined;
    const { windowStart, windowEnd } = result.value.load;
    const share = busiestShare(this.#readings, { from: windowStart, to: windowEnd }, MEAN_OVER);
    return share !== undefined && share > BUSY_AT_MOST ? share : undefined;
  }

  #running(): WaveLoad[] {
    return this.#loads.filter((load) => !load.hasEnded);
  }

  #isCalm(): boolean {
    const share = recentShare(this.#readings, milliseconds(MEAN_OVER / 2));
    return share !== undefined && share <= CALM_AT_MOST;
  }

  async #pause(): Promise<void> {
    await this.#options.clock.delay(LOOK_EVERY);
    this.#look();
  }

  #look(): void {
    const reading = this.#options.machine.look();
    if (reading !== undefined) this.#readings.push(reading);
  }
}

/** One load of a wave. */
class WaveLoad {
  readonly started: StartedTrial;
  readonly beganAt: Nanoseconds;
  readonly ended: Promise<void>;
  windowAt: Nanoseconds | undefined;
  /** How busy the machine was when the load was ended for it. */
  spoiltBy: number | undefined;
  wasOnly: boolean;
  readonly #stop = new AbortController();
  #loaded: LoadedTrial | undefined;

  constructor(started: StartedTrial, isOnly: boolean, { trial, clock }: WaveOptions) {
    this.started = started;
    this.wasOnly = isOnly;
    this.beganAt = clock.now();
    const loading = loadTrial(started, trial, {
      isShared: true,
      stop: this.#stop.signal,
      onWindow: () => (this.windowAt = clock.now()),
    });
    this.ended = loading.then((loaded) => void (this.#loaded = loaded));
  }

  get hasEnded(): boolean {
    return this.#loaded !== undefined;
  }

  /** Once it has ended. */
  get loaded(): LoadedTrial {
    if (this.#loaded === undefined) throw new Error('the load goes on');
    return this.#loaded;
  }

  endFor(busyShare: number): void {
    this.spoiltBy ??= busyShare;
    this.#stop.abort();
  }
}

const between = (from: Nanoseconds, to: Nanoseconds): Milliseconds =>
  nanosecondsToMilliseconds(nanoseconds(to - from));
