import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { Condition } from './plan.ts';

/** When a condition is measured; all numbers from 1. */
export interface ScheduledTrial {
  condition: Condition;
  /** One randomised pass over all conditions; also the trial's number within its condition. */
  block: number;
  replicate: number;
  /** The trial's place in the run. */
  position: number;
}

/**
 * Randomised blocks without end: each condition once a block, in an order drawn from the seed. A block is the same
 * however many follow it.
 * @param interleave a factor whose levels come right after one another, in an order of their own
 */
export function* scheduleBlocks(
  conditions: readonly Condition[],
  seed: number,
  interleave?: string,
): Generator<ScheduledTrial[], never> {
  const generator = xoroshiro128plus(seed);
  const neighbours = neighboursIn(conditions, interleave);
  for (let block = 1; ; block++) {
    const before = (block - 1) * conditions.length;
    const order = shuffled(neighbours, generator).flatMap((together) => shuffled(together, generator));
    yield order.map((condition, index) => ({
      condition,
      block,
      replicate: block,
      position: before + index + 1,
    }));
  }
}

/** The trials of the first blocks. */
export function scheduleTrials(
  conditions: readonly Condition[],
  replicates: number,
  seed: number,
  interleave?: string,
): ScheduledTrial[] {
  const blocks = scheduleBlocks(conditions, seed, interleave);
  return Array.from({ length: replicates }, () => blocks.next().value).flat();
}

/** The conditions that are measured together: those that differ in nothing but the interleaved factor. */
function neighboursIn(conditions: readonly Condition[], interleave: string | undefined): Condition[][] {
  if (interleave === undefined) return conditions.map((condition) => [condition]);
  const rest = (condition: Condition): string => JSON.stringify({ ...condition, [interleave]: null });
  return [...Map.groupBy(conditions, rest).values()];
}

/** Fisher and Yates's shuffle. */
function shuffled<T>(items: readonly T[], generator: RandomGenerator): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = uniformInt(generator, 0, last);
    const moved = order[last] as T;
    order[last] = order[other] as T;
    order[other] = moved;
  }
  return order;
}
