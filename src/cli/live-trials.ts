import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import type { TrialProgress } from '../run/trial-load.ts';
import { formatDuration, milliseconds, type Milliseconds } from '../units.ts';
import { describeCounters, elapsedShare, progressBar } from './load-progress.ts';

/** What starting and stopping a server is taken to cost until a trial has shown it. */
const ASSUMED_OVERHEAD_MS = 3_000;

/** What a trial that is not finished is at. */
type Phase = { state: 'starting' } | { state: 'ready' } | LoadedPhase;

interface LoadedPhase {
  state: 'loaded';
  durationMs: Milliseconds;
  progress: TrialProgress;
  /** Of the window, 0 to 1. */
  share: number;
}

/** The trials of a run that are not finished, and how long it will still take. */
export class LiveTrials {
  readonly #startedAt: number;
  readonly #phases = new Map<number, { trial: ScheduledTrial; phase: Phase }>();
  #finished = 0;

  /** @param startedAt when the run was started, in ms of the clock that `lines` is given */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  starts(trial: ScheduledTrial): void {
    this.#phases.set(trial.position, { trial, phase: { state: 'starting' } });
  }

  isReady(trial: ScheduledTrial): void {
    this.#phases.set(trial.position, { trial, phase: { state: 'ready' } });
  }

  isLoaded(trial: ScheduledTrial, durationMs: Milliseconds, progress: TrialProgress): void {
    const share = elapsedShare(progress.elapsed, durationMs);
    this.#phases.set(trial.position, { trial, phase: { state: 'loaded', durationMs, progress, share } });
  }

  /** It is over, or put off. */
  leaves(trial: ScheduledTrial, isFinished: boolean): void {
    this.#phases.delete(trial.position);
    if (isFinished) this.#finished++;
  }

  /**
   * What to draw: of one trial how far it is and what came back; of several how many there are, and how far the slowest is.
   * @param total trials of the run
   * @param place what a trial is called
   */
  lines(now: number, total: number, place: (trial: ScheduledTrial) => string): string[] {
    const loads = this.#loads();
    const [slowest, ...others] = loads;
    const waiting = this.#phases.size - loads.length;
    if (slowest === undefined) return this.#startingLines(place);
    const { trial, phase } = slowest;
    const left = `about ${wholeSeconds(this.#left(now, total, phase))} left`;
    if (others.length === 0 && waiting === 0) {
      const counters = phase.progress.counters === undefined ? '' : describeCounters(phase.progress.counters);
      return [
        place(trial),
        `  ${progressBar(phase.share)}  ${counters}`,
        `  ${left} for all ${total} trials`,
      ];
    }
    const ready = waiting > 0 ? `, ${waiting} ready` : '';
    return [`${progressBar(phase.share)}  ${loads.length} at once${ready}, ${left}; slowest ${place(trial)}`];
  }

  /** Those that are loaded, the one that is behind the others first. */
  #loads(): { trial: ScheduledTrial; phase: LoadedPhase }[] {
    return [...this.#phases.values()]
      .flatMap(({ trial, phase }) => (phase.state === 'loaded' ? [{ trial, phase }] : []))
      .toSorted((one, other) => rest(other.phase) - rest(one.phase));
  }

  #startingLines(place: (trial: ScheduledTrial) => string): string[] {
    const all = [...this.#phases.values()];
    const starting = all.find(({ phase }) => phase.state === 'starting');
    const ready = all.length - (starting === undefined ? 0 : 1);
    if (starting === undefined) return ready === 0 ? [] : [`servers up: ${ready}`];
    const others = ready === 0 ? '' : `; ${ready} more ${ready === 1 ? 'is' : 'are'} up`;
    return [place(starting.trial), `  starting the server, all its workers and threads …${others}`];
  }

  /** How long the run will still take, in ms, judged by the trials so far. */
  #left(now: number, total: number, slowest: LoadedPhase): number {
    const loads = this.#loads();
    const done = this.#finished + loads.reduce((sum, { phase }) => sum + phase.share, 0);
    // Where all that is left goes on already, it takes as long as the slowest.
    if (this.#finished + loads.length >= total) return rest(slowest) + ASSUMED_OVERHEAD_MS * loads.length;
    const each =
      this.#finished === 0
        ? (slowest.durationMs + ASSUMED_OVERHEAD_MS) / loads.length
        : (now - this.#startedAt) / Math.max(done, 0.1);
    return (total - done) * each;
  }
}

const rest = ({ durationMs, share }: LoadedPhase): number => durationMs * (1 - share);

const wholeSeconds = (ms: number): string =>
  formatDuration(milliseconds(Math.max(1, Math.round(ms / 1_000)) * 1_000));
