import { UserError } from '../errors.ts';
import { policyOf, requireOutside, unsupportedBy } from '../load/generators/run-outside-generator.ts';
import { conditionsOf } from '../plan/conditions.ts';
import type { Plan } from '../plan/plan.ts';
import { trialSettings } from '../plan/trial-settings.ts';
import type { LoadGenerator } from '../samples/generator-schema.ts';

/**
 * Finds out before anything is measured whether a load generator is there and can do what a plan asks.
 * @throws {UserError} when it is not, or cannot
 */
export async function checkGenerator(name: LoadGenerator, plan: Plan, timeScale: number): Promise<void> {
  if (name === 'loadstone') return;
  await requireOutside(name);
  for (const condition of conditionsOf(plan.factors)) {
    const problem = unsupportedBy(name, trialSettings(plan, condition, timeScale).load);
    if (problem !== undefined) throw new UserError({ ...problem, where: `--generator ${name}` });
  }
}

/** What a reader of the results should know of the generator. */
export function generatorWarnings(name: LoadGenerator, plan: Plan): string[] {
  if (name === 'loadstone' || policyOf(name) === plan.load.timeoutPolicy) return [];
  return [
    policyOf(name) === 'wait'
      ? `${name} waits for a late response and counts it; the plan would have it given up at the time-out.`
      : `${name} gives up a request at the time-out; the plan would have a late response waited for and counted.`,
  ];
}
