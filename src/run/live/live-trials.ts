import type { ScheduledTrial } from '../../plan/trial-schedule.ts';
import type { LoadSettings } from '../../plan/load-settings.ts';
import type { LiveTrial } from '../../samples/live-run.ts';
import { liveShare } from '../../samples/live-share.ts';
import { nanosecondsToMilliseconds } from '../../units.ts';
import type { TrialProgress } from '../trial-load.ts';
import { LiveSeries } from './live-series.ts';
import type { LoadSoFar } from './time-left.ts';

/** A trial that goes on, and the load that it is for. */
interface GoingTrial {
  live: LiveTrial;
  readonly settings: LoadSettings;
  readonly series: LiveSeries;
}

/** The trials of a run that go on, by what is heard of them, and how many are over. */
export class LiveTrials {
  readonly #going = new Map<number, GoingTrial>();
  #finished = 0;

  get finished(): number {
    return this.#finished;
  }

  /** @param because why it is measured, where that followed from the trials before */
  starts(
    { position, replicate, condition }: ScheduledTrial,
    settings: LoadSettings,
    because: string | null = null,
  ): void {
    const { duration, requests } = settings;
    const series = new LiveSeries(requests === undefined ? duration : undefined);
    const live: LiveTrial = {
      position,
      replicate,
      condition,
      because,
      state: 'starting',
      durationMs: null,
      ...(requests === undefined ? {} : { requests }),
      elapsedMs: 0,
      counters: null,
      series: series.read(),
    };
    this.#going.set(position, { live, settings, series });
  }

  isReady({ position }: ScheduledTrial): void {
    this.#change(position, { state: 'ready' });
  }

  isLoaded({ position }: ScheduledTrial, { elapsed, counters }: TrialProgress): void {
    const going = this.#going.get(position);
    if (going === undefined) return;
    const { duration } = going.settings;
    // What ended after the window is not counted: a look that comes late sees what its end left.
    const elapsedMs = Math.min(nanosecondsToMilliseconds(elapsed), duration);
    if (counters !== undefined) {
      const { completed, inFlight } = counters;
      going.series.add({ elapsedMs, completed, inFlight });
    }
    this.#change(position, {
      state: 'loaded',
      durationMs: Number.isFinite(duration) ? duration : null,
      elapsedMs,
      counters: counters === undefined ? null : countersOf(counters),
    });
  }

  /** It is over, or put off. */
  leaves(position: number, isFinished: boolean): void {
    this.#going.delete(position);
    if (isFinished) this.#finished++;
  }

  /** Those that go on, in their order. */
  read(): LiveTrial[] {
    return [...this.#going.values()]
      .map(({ live, series }) => ({ ...live, series: series.read() }))
      .toSorted((one, other) => one.position - other.position);
  }

  /** How far those have come that are loaded. */
  loads(): LoadSoFar[] {
    return [...this.#going.values()]
      .filter(({ live }) => live.state === 'loaded')
      .map(({ live, settings }) => loadSoFar(live, settings));
  }

  #change(position: number, change: Partial<LiveTrial>): void {
    const going = this.#going.get(position);
    if (going !== undefined) going.live = { ...going.live, ...change };
  }
}

function countersOf({
  completed,
  completedLate,
  timedOut,
  failed,
  inFlight,
}: NonNullable<LiveTrial['counters']>): NonNullable<LiveTrial['counters']> {
  return { completed, completedLate, timedOut, failed, inFlight };
}

function loadSoFar(live: LiveTrial, { ramp, warmup, duration }: LoadSettings): LoadSoFar {
  const byTime = duration - live.elapsedMs;
  const share = liveShare(live);
  // As fast as until now, where requests end it before its time does.
  const byRequests = share > 0 && live.elapsedMs > 0 ? (live.elapsedMs / share) * (1 - share) : Infinity;
  const restMs = Math.max(0, Math.min(byTime, byRequests));
  const before = (ramp ?? 0) + (warmup ?? 0);
  return { restMs, lastsMs: Math.max(restMs, Math.min(before + duration, before + live.elapsedMs + restMs)) };
}
