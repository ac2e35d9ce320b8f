import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
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

/** Randomised blocks: each condition once a block, in an order drawn from the seed. */
export function scheduleTrials(
  conditions: readonly Condition[],
  replicates: number,
  seed: number,
): ScheduledTrial[] {
  const generator = xoroshiro128plus(seed);
  const trials: ScheduledTrial[] = [];
  for (let block = 1; block <= replicates; block++) {
    const order = [...conditions];
    // Fisher and Yates's shuffle.
    for (let last = order.length - 1; last > 0; last--) {
      const other = uniformInt(generator, 0, last);
      const moved = order[last] as Condition;
      order[last] = order[other] as Condition;
      order[other] = moved;
    }
    for (const condition of order)
      trials.push({ condition, block, replicate: block, position: trials.length + 1 });
  }
  return trials;
}
