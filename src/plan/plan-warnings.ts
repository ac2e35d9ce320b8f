import type { Plan } from './plan.ts';
import { durationInHolds } from './warnings/duration-in-holds.ts';
import { fewConnections } from './warnings/few-connections.ts';
import { idleThreads } from './warnings/idle-threads.ts';
import { judgedPlan, type PlanRule } from './warnings/judged-plan.ts';
import { sharedCores } from './warnings/shared-cores.ts';
import { singleLevel } from './warnings/single-level.ts';
import { timeoutInHolds } from './warnings/timeout-in-holds.ts';
import { unscaledServer } from './warnings/unscaled-server.ts';

const RULES: readonly PlanRule[] = [
  unscaledServer,
  timeoutInHolds,
  durationInHolds,
  idleThreads,
  fewConnections,
  sharedCores,
  singleLevel,
];

/**
 * What a reader of the results should know of the plan before it runs; each a sentence.
 * @param processors of the machine that it is measured on; null where nothing is measured
 */
export function planWarnings(plan: Plan, timeScale: number, processors: number | null): string[] {
  const judged = judgedPlan(plan, timeScale, processors);
  return [...new Set(RULES.flatMap((rule) => rule(judged)))];
}
