import type { SweepDuration } from '../queueing/concurrency/sweep-duration.ts';
import type { LoadSettings } from '../plan/load-settings.ts';
import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import type { TrialProgress } from '../run/trial-load.ts';
import type { LiveRun } from '../samples/live-run.ts';
import type { RunRecord } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/** What a sweep tells of itself while it goes on. */
export type SweepEvent =
  | { type: 'sweepStarted'; run: RunRecord; endpoints: readonly string[] }
  /** Its server is started and warmed up. */
  | { type: 'endpointStarting'; endpoint: string }
  /** `left`: how long the endpoint will still take, this trial included; null where it cannot be told. */
  | {
      type: 'stepStarting';
      trial: ScheduledTrial;
      settings: LoadSettings;
      because: string;
      left: SweepDuration | null;
    }
  | { type: 'stepProgress'; trial: ScheduledTrial; progress: TrialProgress }
  | { type: 'stepFinished'; trial: ScheduledTrial; record: TrialRecord }
  | { type: 'stepFailed'; trial: ScheduledTrial; reason: string }
  /** How far all of it has come: after each of the others that changes it, and when nothing else is heard. */
  | { type: 'sweepProgress'; live: LiveRun }
  | { type: 'sweepEnded'; run: RunRecord };
