import type { TrialSettings } from '../plan/trial-settings.ts';
import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import type { RunRecord } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import type { Milliseconds } from '../units.ts';
import type { TrialProgress } from './trial-load.ts';

/** What a run tells of itself while it goes on. */
export type RunEvent =
  | { type: 'runStarted'; run: RunRecord; trials: readonly ScheduledTrial[] }
  | { type: 'trialStarting'; trial: ScheduledTrial; settings: TrialSettings }
  | { type: 'trialProgress'; trial: ScheduledTrial; durationMs: Milliseconds; progress: TrialProgress }
  | { type: 'trialFinished'; trial: ScheduledTrial; record: TrialRecord }
  | { type: 'trialFailed'; trial: ScheduledTrial; reason: string }
  | { type: 'runEnded'; run: RunRecord };
