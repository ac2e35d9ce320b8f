import { parseDuration } from '../../units.ts';
import type { SimulationModel } from '../simulator/simulation-model.ts';
import { simulatedFigures } from './simulated-figures.ts';

/** What is to be reached: a response time below so many ms, or a steady throughput above so many requests a second. */
export interface Goal {
  readonly figure: 'p50Ms' | 'p99Ms' | 'meanMs' | 'steadyPerSecond';
  readonly value: number;
}

const TIMES = { p50: 'p50Ms', p99: 'p99Ms', mean: 'meanMs' } as const;

/** Reads `p99<2s`, `p50<250ms`, `mean<1s` or `throughput>50/s`. @returns undefined where it is none of them */
export function parseGoal(text: string): Goal | undefined {
  const [, name, limit = ''] = /^(p50|p99|mean)\s*<\s*(\S+)$/.exec(text.trim()) ?? [];
  if (name !== undefined) {
    const value = parseDuration(limit);
    return value === undefined || value === 0
      ? undefined
      : { figure: TIMES[name as keyof typeof TIMES], value };
  }
  const [, rate] = /^throughput\s*>\s*(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text.trim()) ?? [];
  return rate === undefined || Number(rate) === 0
    ? undefined
    : { figure: 'steadyPerSecond', value: Number(rate) };
}

/** What may be changed of a server to reach it, each by itself. */
export type Lever = 'workers' | 'slots';

/** A number of them that reaches it, and what is then expected. */
export interface Reached {
  readonly lever: Lever;
  readonly count: number;
  readonly figure: number;
}

export type GoalOutcome =
  | { readonly state: 'reached'; readonly now: number }
  /** No number of workers or slots does; `best` is what a slot for every request would do. */
  | { readonly state: 'beyond'; readonly now: number | null; readonly best: number | null }
  | { readonly state: 'reachable'; readonly now: number | null; readonly by: readonly Reached[] };

/** More than these are none that anybody would start. */
const MOST: Readonly<Record<Lever, number>> = { workers: 4_096, slots: 4_096 };

/**
 * The smallest numbers of workers, and of slots a worker, that reach a goal, all else equal: found by doubling and then by
 * halving, since more of either makes nothing slower.
 * @param seed as of `simulate`
 */
export function reachGoal(model: SimulationModel, goal: Goal, seed: number): GoalOutcome {
  const figureOf = (changed: SimulationModel): number | null => simulatedFigures(changed, seed)[goal.figure];
  const now = figureOf(model);
  if (isReached(goal, now)) return { state: 'reached', now: now ?? 0 };
  const best = figureOf(unlimited(model));
  if (!isReached(goal, best)) return { state: 'beyond', now, best };
  const isOfSlots = model.server.requests.some(({ place }) => place === 'slot');
  const levers: readonly Lever[] = isOfSlots ? ['workers', 'slots'] : ['workers'];
  const by = levers.flatMap((lever) => smallest(lever, model, goal, figureOf) ?? []);
  return { state: 'reachable', now, by };
}

const isReached = ({ figure, value }: Goal, reached: number | null): boolean =>
  reached !== null && (figure === 'steadyPerSecond' ? reached > value : reached < value);

/** With a slot for every request. */
function unlimited(model: SimulationModel): SimulationModel {
  const requests = model.server.requests.map((request) => ({ ...request, place: 'timer' as const }));
  return { ...model, server: { ...model.server, requests } };
}

function smallest(
  lever: Lever,
  model: SimulationModel,
  goal: Goal,
  figureOf: (model: SimulationModel) => number | null,
): Reached | undefined {
  const at = (count: number): number | null => figureOf(withMore(model, lever, count));
  let [low, high] = [model.server[lever], model.server[lever]];
  let figure: number | null = null;
  while (!isReached(goal, figure)) {
    low = high;
    high *= 2;
    if (high > MOST[lever]) return undefined;
    figure = at(high);
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const found = at(middle);
    if (isReached(goal, found)) [high, figure] = [middle, found];
    else low = middle;
  }
  return figure === null ? undefined : { lever, count: high, figure };
}

/** Workers that nobody has seen yet are dealt their connections in turn where the observed ones were counted. */
function withMore(model: SimulationModel, lever: Lever, count: number): SimulationModel {
  const { server } = model;
  const spread =
    lever === 'workers' && server.spread.policy === 'counts'
      ? ({ policy: 'roundRobin' } as const)
      : server.spread;
  return { ...model, server: { ...server, [lever]: count, spread } };
}
