import { readEnvironment } from '../observe/environment.ts';
import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import { trialSettings, type TrialSettings } from '../plan/trial-settings.ts';
import type { Prediction } from '../samples/prediction.ts';
import type { Environment } from '../samples/environment-schema.ts';
import type { RunningTarget } from '../target/target.ts';
import { predictionOf } from './trial-prediction.ts';
import { outcomeOfError, type TrialOutcome } from './trial-outcome.ts';
import type { TrialOptions } from './trial-options.ts';

/** A trial whose server is up and is not loaded yet. */
export interface StartedTrial {
  readonly trial: ScheduledTrial;
  readonly settings: TrialSettings;
  readonly target: RunningTarget;
  /** As it was before the server was started. */
  readonly environment: Environment;
  /** What is expected of it; null where that cannot be told. */
  readonly prediction: Prediction | null;
}

/** A trial that could be started, or how it ended. */
export type TrialStart = { state: 'started'; started: StartedTrial } | TrialOutcome;

/** Starts the server of a trial. */
export async function startTrial(trial: ScheduledTrial, options: TrialOptions): Promise<TrialStart> {
  const { plan, timeScale, signal, startTarget, onEvent } = options;
  const environment = readEnvironment();
  try {
    const settings = trialSettings(plan, trial.condition, timeScale);
    // Before there is a server that it could disturb.
    const prediction = predictionOf(trial, options);
    onEvent({ type: 'trialStarting', trial, settings });
    const target = await startTarget(settings.target, signal);
    return { state: 'started', started: { trial, settings, target, environment, prediction } };
  } catch (error) {
    return outcomeOfError(error, signal);
  }
}
