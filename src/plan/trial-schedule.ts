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
 */
export function* scheduleBlocks(
  conditions: readonly Condition[],
  seed: number,
): Generator<ScheduledTrial[], never> {
  const generator = xoroshiro128plus(seed);
  for (let block = 1; ; block++) {
    const before = (block - 1) * conditions.length;
    yield shuffled(conditions, generator).map((condition, index) => ({
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
): ScheduledTrial[] {
  const blocks = scheduleBlocks(conditions, seed);
  return Array.from({ length: replicates }, () => blocks.next().value).flat();
}

/** Fisher and Yates's shuffle. */
function shuffled(conditions: readonly Condition[], generator: RandomGenerator): Condition[] {
  const order = [...conditions];
  for (let last = order.length - 1; last > 0; last--) {
    const other = uniformInt(generator, 0, last);
    const moved = order[last] as Condition;
    order[last] = order[other] as Condition;
    order[other] = moved;
  }
  return order;
}
