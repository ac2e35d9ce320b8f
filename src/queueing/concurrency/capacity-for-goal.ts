import { loadSettingsSchema } from '../../plan/load-settings.ts';
import { constantHold, type Hold } from '../../plan/hold.ts';
import { milliseconds } from '../../units.ts';
import { reachGoal, type Goal, type Lever } from '../prediction/goal.ts';
import { simulatedFigures } from '../prediction/simulated-figures.ts';
import type { SimulationModel } from '../simulator/simulation-model.ts';
import type { ConcurrencyFit } from './concurrency-fit-schema.ts';

/** A server that meets the goals under the load that was asked for. */
export interface Configuration {
  readonly workers: number;
  readonly slotsPerWorker: number;
}

/** The largest load that a server takes with all goals met, and the smallest servers that would take the load asked for. */
export interface GoalCapacity {
  /** The most connections with all goals met; null: none meets them. */
  readonly connections: number | null;
  /** The throughput there, and what of it the goals are about, as the model expects it. */
  readonly perSecond: number | null;
  /** No more connections than these were looked at: more may do. */
  readonly isAtLeast: boolean;
  /** For the load that was asked for, one with more workers and one with more slots; empty where none is needed or none helps. */
  readonly configurations: readonly Configuration[];
  /** What stands in the way, as a clause; null: nothing. */
  readonly because: string | null;
}

/** Looked at with a limit; without one, as many as were measured. */
const MOST_CONNECTIONS = 4_096;
/** Services of each slot in a simulation, and of each connection. */
const SERVICES = 40;
const SEED = 1;
/** Below this variation service times are as good as fixed. */
const FIXED = 0.1;

/**
 * Reckons with the simulator, which is given the fit's slots and service times (log-normal ones where they vary).
 * @param wanted connections that are to be served with the goals met; absent: only the largest number is sought
 */
export function capacityForGoals(
  fit: ConcurrencyFit,
  goals: readonly Goal[],
  server: { readonly workers: number },
  wanted?: number,
): GoalCapacity {
  const nothing = { connections: null, perSecond: null, isAtLeast: false, configurations: [] };
  if (fit.ceiling !== 'slots' && fit.ceiling !== 'blockedLoop' && fit.ceiling !== 'none')
    return {
      ...nothing,
      because: `the ceiling is ${fit.ceiling}: no number of slots is known to reckon with`,
    };
  const model = (connections: number): SimulationModel => modelOf(fit, server.workers, connections);
  const tried = Math.max(1, ...fit.points.map(({ connections }) => connections));
  const most = fit.ceiling === 'none' ? tried : MOST_CONNECTIONS;
  const connections = mostWithin(goals.filter(isOfTime), most, model);
  const configurations = wanted === undefined ? [] : configurationsFor(model(wanted), goals);
  if (connections === 0)
    return { ...nothing, configurations, because: 'not even a single request at a time meets the goals' };
  const perSecond = simulatedFigures(model(connections), SEED).steadyPerSecond;
  const rates = goals.filter((goal) => !isOfTime(goal));
  if (!rates.every((goal) => meets(goal, perSecond)))
    return {
      ...nothing,
      configurations,
      because: `within the response times it does no more than ${(perSecond ?? 0).toPrecision(3)}/s`,
    };
  return { connections, perSecond, isAtLeast: connections === most, configurations, because: null };
}

const isOfTime = ({ figure }: Goal): boolean => figure !== 'steadyPerSecond';

const meets = (goal: Goal, figure: number | null): boolean =>
  figure !== null && (isOfTime(goal) ? figure < goal.value : figure > goal.value);

/** More connections make no response faster: by doubling, then by halving. 0 where one is too many. */
function mostWithin(
  goals: readonly Goal[],
  most: number,
  model: (connections: number) => SimulationModel,
): number {
  const isMet = (connections: number): boolean => {
    const figures = simulatedFigures(model(connections), SEED);
    return goals.every((goal) => meets(goal, figures[goal.figure]));
  };
  if (!isMet(1)) return 0;
  let [low, high] = [1, 2];
  while (high < most && isMet(high)) [low, high] = [high, 2 * high];
  if (high >= most) {
    if (isMet(most)) return most;
    high = most;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isMet(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** For each lever the greatest of what the goals need; a lever that one of them cannot be reached by is left out. */
function configurationsFor(model: SimulationModel, goals: readonly Goal[]): Configuration[] {
  const outcomes = goals.map((goal) => reachGoal(model, goal, SEED));
  if (outcomes.every(({ state }) => state === 'reached')) return [];
  const { workers, slots } = model.server;
  return (['workers', 'slots'] as const).flatMap((lever: Lever) => {
    const counts = outcomes.map((outcome) => {
      if (outcome.state === 'reached') return model.server[lever];
      if (outcome.state === 'beyond') return undefined;
      return outcome.by.find((reached) => reached.lever === lever)?.count;
    });
    if (!counts.every((count) => count !== undefined)) return [];
    const count = Math.max(...counts);
    return lever === 'workers'
      ? { workers: count, slotsPerWorker: slots }
      : { workers, slotsPerWorker: count };
  });
}

function modelOf(fit: ConcurrencyFit, workers: number, connections: number): SimulationModel {
  const slots = fit.slots?.estimate ?? connections;
  const serviceMs = fit.serviceTimeMs.estimate ?? 1;
  const rounds = SERVICES * Math.max(1, connections / slots);
  return {
    server: {
      workers,
      slots: Math.max(1, Math.round(slots / workers)),
      order: 'fifo',
      spread: { policy: 'roundRobin' },
      requests: [
        {
          place: fit.ceiling === 'none' ? 'timer' : 'slot',
          hold: holdOf(serviceMs, fit.serviceVariation ?? 0),
          weight: 1,
        },
      ],
      loopTime: milliseconds(0),
      handlerTime: milliseconds(0),
    },
    load: loadSettingsSchema.parse({
      // Half a one more, so that the window does not end together with responses.
      duration: `${Math.ceil((rounds + 0.5) * serviceMs)}ms`,
      timeout: '1h',
      timeoutPolicy: 'wait',
      generatorThreads: 1,
      connections,
    }),
  };
}

const holdOf = (meanMs: number, variation: number): Hold =>
  variation < FIXED
    ? constantHold(milliseconds(meanMs))
    : { kind: 'lognormal', mean: milliseconds(meanMs), sigma: Math.sqrt(Math.log1p(variation ** 2)) };
