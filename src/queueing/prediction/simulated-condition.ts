import type { Condition } from '../../plan/plan.ts';
import type { Expectation } from './expectation.ts';
import type { GoalOutcome } from './goal.ts';

/** One condition: what the formulas expect of it, or what is missing for that, as a clause. */
export type SimulatedCondition = { readonly condition: Condition } & (
  | {
      readonly state: 'predicted';
      readonly expectation: Expectation;
      /** null: no goal was asked for. */
      readonly goal: GoalOutcome | null;
    }
  | { readonly state: 'unknown'; readonly missing: string }
);
