import type { SweepDuration } from '../queueing/concurrency/sweep-duration.ts';
import type { TrialProgress } from '../run/trial-load.ts';
import type { Condition } from '../plan/plan.ts';
import type { RunRecord } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import type { Milliseconds } from '../units.ts';

/** What a sweep tells of itself while it goes on. */
export type SweepEvent =
  | { type: 'sweepStarted'; run: RunRecord; endpoints: readonly string[] }
  /** Its server is started and warmed up. */
  | { type: 'endpointStarting'; endpoint: string }
  /** `left`: how long the endpoint will still take, this trial included; null where it cannot be told. */
  | { type: 'stepStarting'; condition: Condition; because: string; left: SweepDuration | null }
  | { type: 'stepProgress'; condition: Condition; durationMs: Milliseconds; progress: TrialProgress }
  | { type: 'stepFinished'; record: TrialRecord }
  | { type: 'stepFailed'; condition: Condition; reason: string }
  | { type: 'sweepEnded'; run: RunRecord };
