import { messageOf, UserError } from '../errors.ts';
import { runLoad } from '../load/run-load.ts';
import type { LoadOrder } from '../load/load-order.ts';
import { requestFor } from '../load/http/request.ts';
import { makeTrialRecord } from '../load/trial-record.ts';
import { readEnvironment } from '../observe/environment.ts';
import type { Plan } from '../plan/plan.ts';
import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import { trialSettings } from '../plan/trial-settings.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import type { RunningTarget, StartTarget } from '../target/target.ts';
import { nanosecondsToMilliseconds } from '../units.ts';
import type { RunEvent } from './run-events.ts';
import { serverTelemetry } from './server-telemetry.ts';

/** How a trial ended. */
export type TrialOutcome =
  | { state: 'measured'; record: TrialRecord }
  /** There was no server to measure. */
  | { state: 'failed'; reason: string }
  /** The run was ended while the trial went on. */
  | { state: 'interrupted' };

/** What measuring a trial needs from outside. */
export interface TrialOptions {
  plan: Plan;
  timeScale: number;
  startTarget: StartTarget;
  onEvent: (event: RunEvent) => void;
  /** Gives up the trial that goes on. */
  signal: AbortSignal;
}

/** Measures one condition once: a fresh server, its load, and nothing of it left afterwards. */
export async function measureTrial(trial: ScheduledTrial, options: TrialOptions): Promise<TrialOutcome> {
  const { onEvent, signal } = options;
  const settings = trialSettings(options.plan, trial.condition, options.timeScale);
  const environment = readEnvironment();
  onEvent({ type: 'trialStarting', trial, settings });
  let target: RunningTarget;
  try {
    target = await options.startTarget(settings.target, signal);
  } catch (error) {
    if (signal.aborted) return { state: 'interrupted' };
    if (error instanceof UserError) return { state: 'failed', reason: error.line };
    throw error;
  }
  const url = new URL(settings.load.endpoint, target.url);
  const order: LoadOrder = { url, requests: [requestFor(url)], settings: settings.load };
  // What the server says of itself is counted from here, or from the window's start where more load comes before it.
  const beganIdle = !settings.load.ramp && !settings.load.warmup;
  await target.askForReports();
  const startedAt = new Date();
  let inWindow = beganIdle;
  const load = runLoad(order, {
    onProgress: (progress) => {
      if (!inWindow && progress.elapsed >= 0) void target.askForReports();
      inWindow ||= progress.elapsed >= 0;
      onEvent({ type: 'trialProgress', trial, settings, progress });
    },
    signal: AbortSignal.any([signal, target.ended]),
  });
  // The server is stopped whether the load went well or broke.
  await Promise.allSettled([load]);
  await target.askForReports();
  const reasons = [...target.problems(), ...(await leftovers(target))];
  const result = await load;
  // What was measured in full is kept, even when the run was ended while the server was being stopped.
  if (signal.aborted && result.stopped) return { state: 'interrupted' };
  const { condition, block, replicate, position } = trial;
  const context = {
    startedAt,
    condition,
    order: { block, replicate, position },
    environment,
    reasons,
    telemetry: serverTelemetry(target.reports(), {
      windowStart: nanosecondsToMilliseconds(result.windowStart),
      windowEnd: nanosecondsToMilliseconds(result.windowEnd),
      beganIdle,
    }),
  };
  return { state: 'measured', record: makeTrialRecord(order, result, context) };
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
