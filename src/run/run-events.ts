import type { TrialSettings } from '../plan/trial-settings.ts';
import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import type { LiveRun } from '../samples/live-run.ts';
import type { RunRecord } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import type { TrialProgress } from './trial-load.ts';
import type { Awaited } from './until/next-block.ts';

/** What a run tells of itself while it goes on. */
export type RunEvent =
  /** `trials`: how many there are to be, at least. */
  | { type: 'runStarted'; run: RunRecord; trials: number }
  /** `awaited`: why it was added to those that are measured in any case. */
  | { type: 'blockStarting'; run: RunRecord; trials: readonly ScheduledTrial[]; awaited: Awaited | null }
  /** Its server is started. */
  | { type: 'trialStarting'; trial: ScheduledTrial; settings: TrialSettings }
  /** Its server is up and waits for its load, while others are started or loaded. */
  | { type: 'trialReady'; trial: ScheduledTrial }
  /** Its server was stopped before it was loaded; the trial is begun anew later. */
  | { type: 'trialPutOff'; trial: ScheduledTrial }
  | { type: 'trialProgress'; trial: ScheduledTrial; progress: TrialProgress }
  | { type: 'trialFinished'; trial: ScheduledTrial; record: TrialRecord }
  /** The machine got busy while it shared it: it is measured again. */
  | { type: 'trialSpoilt'; trial: ScheduledTrial; busyShare: number }
  | { type: 'trialFailed'; trial: ScheduledTrial; reason: string }
  /** How far all of it has come: after each of the others that changes it, and when nothing else is heard. */
  | { type: 'runProgress'; live: LiveRun }
  | { type: 'runEnded'; run: RunRecord };
