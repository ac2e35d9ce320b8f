import type { Condition, Plan } from './plan.ts';

/** Every combination of the factors' levels; the last factor varies fastest. */
export function conditionsOf(factors: Plan['factors']): Condition[] {
  let conditions: Condition[] = [{}];
  for (const [factor, levels] of Object.entries(factors))
    conditions = conditions.flatMap((condition) =>
      levels.map((level) => ({ ...condition, [factor]: level })),
    );
  return conditions;
}
