import { messageOf, UserError } from '../errors.ts';
import { readEnvironment } from '../observe/environment.ts';
import type { LoadSettings } from '../plan/load-settings.ts';
import type { Plan } from '../plan/plan.ts';
import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import { trialSettings } from '../plan/trial-settings.ts';
import type { Environment, Generator, TrialRecord } from '../samples/trial-record.ts';
import type { TreeWatch } from '../target/guard.ts';
import type { RunningTarget, StartTarget } from '../target/target.ts';
import { observationReasons } from './observation-reasons.ts';
import type { RunEvent } from './run-events.ts';
import { loadBy, type EndedLoad } from './trial-load.ts';
import { WatchedServer, type SeenServer } from './watched-server.ts';

/** How a trial ended. */
export type TrialOutcome =
  | { state: 'measured'; record: TrialRecord }
  /** There was no server to measure, or nothing to measure it with. */
  | { state: 'failed'; reason: string }
  /** The run was ended while the trial went on. */
  | { state: 'interrupted' };

/** What measuring a trial needs from outside. */
export interface TrialOptions {
  plan: Plan;
  timeScale: number;
  /** What loads the server; Loadstone itself unless told. */
  generator?: Generator['name'];
  /** Ends a load generator that this process leaves behind. */
  guard?: TreeWatch;
  startTarget: StartTarget;
  onEvent: (event: RunEvent) => void;
  /** Gives up the trial that goes on. */
  signal: AbortSignal;
}

/** Measures one condition once: a fresh server, its load, and nothing of it left afterwards. */
export async function measureTrial(trial: ScheduledTrial, options: TrialOptions): Promise<TrialOutcome> {
  const { signal } = options;
  const environment = readEnvironment();
  try {
    const measured = await measure(trial, options);
    // What was measured in full is kept, even when the run was ended while the server was being stopped.
    if (signal.aborted && measured.load.stopped) return { state: 'interrupted' };
    return { state: 'measured', record: recordOf(trial, measured, environment) };
  } catch (error) {
    if (signal.aborted) return { state: 'interrupted' };
    if (error instanceof UserError) return { state: 'failed', reason: error.line };
    throw error;
  }
}

interface Loaded {
  readonly startedAt: Date;
  readonly load: EndedLoad;
  readonly seen: SeenServer;
}

interface Measured extends Loaded {
  /** What befell the server, and what could not be ended of it. */
  readonly problems: readonly string[];
}

/** @throws {UserError} when the server does not start, or the load generator cannot load it */
async function measure(trial: ScheduledTrial, options: TrialOptions): Promise<Measured> {
  const settings = trialSettings(options.plan, trial.condition, options.timeScale);
  options.onEvent({ type: 'trialStarting', trial, settings });
  const target = await options.startTarget(settings.target, options.signal);
  // The server is stopped whether the load went well or broke.
  const [loaded] = await Promise.allSettled([loadWatched(target, settings.load, trial, options)]);
  const problems = [...target.problems(), ...(await leftovers(target))];
  if (loaded.status === 'rejected') throw withProblems(loaded.reason, problems);
  return { ...loaded.value, problems };
}

/** Loads a server and watches it meanwhile. */
async function loadWatched(
  target: RunningTarget,
  settings: LoadSettings,
  trial: ScheduledTrial,
  { generator = 'loadstone', guard, onEvent, signal }: TrialOptions,
): Promise<Loaded> {
  const server = await WatchedServer.watch(target);
  // What is seen of the server is counted from here, or from the window's start where more load comes before it.
  const beganIdle = !settings.ramp && !settings.warmup;
  const startedAt = new Date();
  let inWindow = beganIdle;
  const loading = loadBy(generator, {
    url: new URL(settings.endpoint, target.url),
    settings,
    onProgress: (progress) => {
      if (!inWindow && progress.elapsed >= 0) server.windowBegins();
      inWindow ||= progress.elapsed >= 0;
      onEvent({ type: 'trialProgress', trial, durationMs: settings.duration, progress });
    },
    onOutsideStart: (pid) => {
      guard?.watch({ pid });
      server.generatorIs(pid);
    },
    onOutsideEnd: (pid) => {
      guard?.release({ pid });
      server.generatorIs(undefined);
    },
    signal: AbortSignal.any([signal, target.ended]),
  });
  await Promise.allSettled([loading]);
  const seenIn = await server.end();
  const load = await loading;
  return { startedAt, load, seen: seenIn({ ...load, beganIdle }) };
}

/** What befell the server may be why the load broke. */
function withProblems(error: unknown, problems: readonly string[]): unknown {
  if (!(error instanceof UserError) || problems.length === 0) return error;
  return new UserError({ what: [...problems, error.line].join('; '), exitCode: 1, cause: error });
}

function recordOf(
  { condition, block, replicate, position }: ScheduledTrial,
  { startedAt, load, seen, problems }: Measured,
  environment: Environment,
): TrialRecord {
  return load.record({
    startedAt,
    condition,
    order: { block, replicate, position },
    environment,
    reasons: [...problems, ...observationReasons(seen.observation, problems.length > 0)],
    ...seen,
  });
}

/** Stops the server. @returns what could not be ended of it, as reasons against the trial */
async function leftovers(target: RunningTarget): Promise<string[]> {
  try {
    await target.stop();
    return [];
  } catch (error) {
    return [messageOf(error)];
  }
}
