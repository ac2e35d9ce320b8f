import type { Plan } from '../plan/plan.ts';
import type { LoadGenerator } from '../samples/generator-schema.ts';
import type { TreeWatch } from '../target/guard.ts';
import type { StartTarget } from '../target/target.ts';
import type { RunEvent } from './run-events.ts';
import type { LoadBy } from './trial-load.ts';

/** What measuring a trial needs from outside. */
export interface TrialOptions {
  plan: Plan;
  timeScale: number;
  /** What loads the server; Loadstone itself unless told. */
  generator?: LoadGenerator;
  /** Ends a load generator that this process leaves behind. */
  guard?: TreeWatch;
  startTarget: StartTarget;
  /** Makes the load; what the generator of that name does unless told. */
  loadBy?: LoadBy;
  onEvent: (event: RunEvent) => void;
  /** Gives up the trials that go on. */
  signal: AbortSignal;
}
