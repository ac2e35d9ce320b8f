import type { StartedTrial } from './started-trial.ts';
import { loadBy as loadByGenerator, type EndedLoad } from './trial-load.ts';
import type { TrialOptions } from './trial-options.ts';
import { WatchedServer, type SeenServer } from './watched-server.ts';

/** A trial whose load has ended, well or not. Its server is still up. */
export interface LoadedTrial extends StartedTrial {
  /** Rejected where the generator could not load the server. */
  readonly result: PromiseSettledResult<Loaded>;
  /** What had befallen the server by then. */
  readonly problems: readonly string[];
  /** Servers of other trials were up meanwhile. */
  readonly isShared: boolean;
}

interface Loaded {
  readonly startedAt: Date;
  readonly load: EndedLoad;
  readonly seen: SeenServer;
}

/** How a trial is loaded that is not the only one. */
export interface Company {
  readonly isShared: boolean;
  /** Ends this load, and no other. */
  readonly stop?: AbortSignal;
  /** Called once, soon after the window has begun. */
  readonly onWindow?: () => void;
}

/** Loads the server of a trial and watches it meanwhile. Never rejects: how it went is in the result. */
export async function loadTrial(
  started: StartedTrial,
  options: TrialOptions,
  company: Company = { isShared: false },
): Promise<LoadedTrial> {
  const [result] = await Promise.allSettled([loadWatched(started, options, company)]);
  return { ...started, result, problems: started.target.problems(), isShared: company.isShared };
}

/** @throws {UserError} when the load generator cannot load the server */
async function loadWatched(
  { trial, settings: { load: settings }, target }: StartedTrial,
  { generator = 'loadstone', loadBy = loadByGenerator, guard, onEvent, signal }: TrialOptions,
  { stop, onWindow }: Company,
): Promise<Loaded> {
  const server = await WatchedServer.watch(target);
  // What is seen of the server is counted from here, or from the window's start where more load comes before it.
  const beganIdle = !settings.ramp && !settings.warmup;
  const startedAt = new Date();
  let inWindow = false;
  const loading = loadBy(generator, {
    url: new URL(settings.endpoint, target.url),
    settings,
    onProgress: (progress) => {
      if (!inWindow && progress.elapsed >= 0) {
        inWindow = true;
        server.windowBegins(beganIdle);
        onWindow?.();
      }
      onEvent({ type: 'trialProgress', trial, progress });
    },
    onOutsideStart: (pid) => {
      guard?.watch({ pid });
      server.generatorIs(pid);
    },
    onOutsideEnd: (pid) => {
      guard?.release({ pid });
      server.generatorIs(undefined);
    },
    signal: AbortSignal.any([signal, target.ended, ...(stop === undefined ? [] : [stop])]),
  });
  await Promise.allSettled([loading]);
  const seenIn = await server.end();
  const load = await loading;
  return { startedAt, load, seen: seenIn({ ...load, beganIdle }) };
}
