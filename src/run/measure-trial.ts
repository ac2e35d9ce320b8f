import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import { endTrial } from './ended-trial.ts';
import { loadTrial } from './loaded-trial.ts';
import { startTrial } from './started-trial.ts';
import type { TrialOptions } from './trial-options.ts';
import type { TrialOutcome } from './trial-outcome.ts';

/** Measures one condition once, with nothing else: a fresh server, its load, and nothing of it left afterwards. */
export async function measureTrial(trial: ScheduledTrial, options: TrialOptions): Promise<TrialOutcome> {
  const start = await startTrial(trial, options);
  if (start.state !== 'started') return start;
  // The server is stopped whether the load went well or broke.
  return endTrial(await loadTrial(start.started, options), options);
}
