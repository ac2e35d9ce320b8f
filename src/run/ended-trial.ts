import { messageOf, UserError } from '../errors.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import type { RunningTarget } from '../target/target.ts';
import type { LoadedTrial } from './loaded-trial.ts';
import { observationReasons } from './observation-reasons.ts';
import { predictionAfterwards } from './trial-prediction.ts';
import type { TrialOptions } from './trial-options.ts';
import { outcomeOfError, type TrialOutcome } from './trial-outcome.ts';

/**
 * Stops the server of a trial that was loaded, and says how it ended.
 */
export async function endTrial(loaded: LoadedTrial, options: TrialOptions): Promise<TrialOutcome> {
  const { signal: interrupt } = options;
  const { result } = loaded;
  const problems = [...loaded.problems, ...(await leftovers(loaded.target))];
  if (result.status === 'rejected') return outcomeOfError(withProblems(result.reason, problems), interrupt);
  // What was measured in full is kept, even when the run was ended while the server was being stopped.
  if (interrupt.aborted && result.value.load.stopped) return { state: 'interrupted' };
  return { state: 'measured', record: recordOf(loaded, result.value, problems, options) };
}

/** What befell the server may be why the load broke. */
function withProblems(error: unknown, problems: readonly string[]): unknown {
  if (!(error instanceof UserError) || problems.length === 0) return error;
  return new UserError({ what: [...problems, error.line].join('; '), exitCode: 1, cause: error });
}

type Loaded = Extract<LoadedTrial['result'], { status: 'fulfilled' }>['value'];

function recordOf(
  { trial, environment, prediction, isShared }: LoadedTrial,
  { startedAt, load, seen }: Loaded,
  problems: readonly string[],
  options: TrialOptions,
): TrialRecord {
  const { condition, block, replicate, position } = trial;
  const known = { isServerTold: problems.length > 0, isShared };
  return load.record({
    startedAt,
    condition,
    order: { block, replicate, position },
    environment,
    prediction: prediction && predictionAfterwards(prediction, seen, trial, options),
    reasons: [...problems, ...observationReasons(seen.observation, known)],
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
