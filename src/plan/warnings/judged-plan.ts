import { conditionsOf } from '../conditions.ts';
import { placeOf, slotsOf, type HandlerPlace } from '../handler-place.ts';
import { knownHandler, type KnownHandler } from '../known-handlers.ts';
import type { Condition, Plan } from '../plan.ts';
import { targetOf, trialSettings, type TrialSettings } from '../trial-settings.ts';
import { workerSettings, type WorkerSettings } from '../worker-settings.ts';

/** A plan as the rules about it see it. */
export interface JudgedPlan {
  readonly plan: Plan;
  readonly timeScale: number;
  /** Processors of the machine that it is measured on; null where nothing is measured. */
  readonly processors: number | null;
  readonly conditions: readonly JudgedCondition[];
}

/** One condition of a plan, with what is known of its server. */
export interface JudgedCondition {
  readonly condition: Condition;
  readonly settings: TrialSettings;
  /** Undefined where nobody says how the server runs its handlers. */
  readonly server: WorkerSettings | undefined;
  /** Undefined where nothing is known of the endpoint. */
  readonly handler: KnownHandler | undefined;
}

/** Something that a reader of the results should know of the plan, a sentence each. */
export type PlanRule = (judged: JudgedPlan) => string[];

export function judgedPlan(plan: Plan, timeScale: number, processors: number | null): JudgedPlan {
  return {
    plan,
    timeScale,
    processors,
    conditions: conditionsOf(plan.factors).map((condition) => {
      const settings = trialSettings(plan, condition, timeScale);
      const { target, load } = settings;
      return {
        condition,
        settings,
        server: workerSettings(targetOf(plan, condition), target, condition),
        handler:
          target.kind === 'embedded' && target.server.app !== undefined
            ? undefined
            : knownHandler(load.endpoint),
      };
    }),
  };
}

/** What the handler of a condition holds while it runs; undefined where that is not known. */
export function placeIn({ server, handler }: JudgedCondition): HandlerPlace | undefined {
  if (server === undefined) return undefined;
  if (handler !== undefined) return placeOf(server.workerClass, handler.kind);
  // Where every handler has its slot, it does not matter how it was written.
  return placeOf(server.workerClass, 'async') === 'slot' ? 'slot' : undefined;
}

/** The slots that the handler of a condition has over all workers; undefined where it needs none, or they are not known. */
export function slotsIn(judged: JudgedCondition): number | undefined {
  const { server } = judged;
  if (server === undefined || server.workers === null || placeIn(judged) !== 'slot') return undefined;
  return server.workers * slotsOf(server);
}
