import { readEnvironment } from '../observe/environment.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import { planWarnings } from '../plan/plan-warnings.ts';
import { scheduleTrials } from '../plan/trial-schedule.ts';
import { expectationOf } from '../queueing/prediction/expectation.ts';
import { reachGoal, type Goal } from '../queueing/prediction/goal.ts';
import {
  modelledTrial,
  type MeasuredServer,
  type ModelledTrial,
} from '../queueing/prediction/modelled-trial.ts';
import type { SimulatedCondition } from '../queueing/prediction/simulated-condition.ts';
import { simulatedTrial } from '../queueing/simulator/simulated-trial.ts';
import { conditionKey } from '../samples/condition-key.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { newRun } from './new-run.ts';

/** What a plan is simulated with. */
export interface SimulationOrder {
  readonly plan: Plan;
  readonly timeScale: number;
  /** Decides the order of the trials, and what is left to chance in each. */
  readonly seed: number;
  /** The command line, to be kept with the run. */
  readonly command: string[];
  /** What was measured of a condition's server, in place of what the plan says of it. */
  readonly measuredOf?: (condition: Condition) => MeasuredServer;
  /** What is to be reached: by how many workers or slots is found out for each condition. */
  readonly goal?: Goal | undefined;
}

/** A run that was simulated, and what the formulas say of each of its conditions. */
export interface SimulatedRun {
  readonly stored: StoredRun;
  readonly conditions: readonly SimulatedCondition[];
}

/**
 * Simulates all trials of a plan. The run is recorded as a measured one is, by the generator `simulator`; a condition that
 * cannot be predicted is among its failed trials.
 * @throws {UserError} when a level is not a value its setting can have
 */
export function simulatePlan(order: SimulationOrder): SimulatedRun {
  const { plan, timeScale, seed } = order;
  const run = newRun(order, planWarnings(plan, timeScale, null));
  const models = new Map(
    run.plan.conditions.map((condition) => [
      conditionKey(condition),
      modelledTrial(plan, condition, timeScale, order.measuredOf?.(condition)),
    ]),
  );
  const modelOf = (condition: Condition): ModelledTrial | undefined => models.get(conditionKey(condition));
  const environment = readEnvironment();
  const trials: TrialRecord[] = [];
  for (const { condition, ...place } of scheduleTrials(
    run.plan.conditions,
    plan.replicates,
    seed,
    plan.interleave,
  )) {
    const modelled = modelOf(condition);
    if (modelled?.state !== 'modelled') {
      const reason = `cannot be predicted: ${modelled?.missing ?? 'it is not planned'}`;
      run.failedTrials.push({ position: place.position, condition, reason });
      continue;
    }
    const url = new URL(modelled.model.load.endpoint, 'http://simulator.invalid');
    trials.push(
      simulatedTrial(modelled.model, (seed + place.position) >>> 0, {
        url,
        startedAt: new Date(),
        condition,
        order: place,
        environment,
        reasons: [],
      }),
    );
  }
  run.state = 'finished';
  run.finishedAt = new Date().toISOString();
  return {
    stored: { run, trials },
    conditions: run.plan.conditions.map((condition) => conditionOf(condition, modelOf(condition), order)),
  };
}

function conditionOf(
  condition: Condition,
  modelled: ModelledTrial | undefined,
  { goal, seed }: SimulationOrder,
): SimulatedCondition {
  if (modelled?.state !== 'modelled')
    return { condition, state: 'unknown', missing: modelled?.missing ?? 'it is not planned' };
  const { model } = modelled;
  return {
    condition,
    state: 'predicted',
    expectation: expectationOf(model),
    goal: goal === undefined ? null : reachGoal(model, goal, seed),
  };
}
