import { servedAtOnce, cycleSeconds, type SteadyCondition } from './steady-conditions.ts';

/** As many servers at once, each in processes of its own: they sleep nearly all the time. */
const CONDITIONS_AT_MOST = 6;
/** Requests a second of a batch: so few that one server's do not keep another's waiting for a core. */
const RATE_AT_MOST = 120;

/**
 * Conditions that can be measured at the same time, the longest together: a load has to last until every connection has
 * been served, which is minutes where one request is served at a time.
 */
export function batchesOf(conditions: readonly SteadyCondition[]): SteadyCondition[][] {
  const batches: SteadyCondition[][] = [];
  for (const condition of conditions.toSorted((one, other) => cycleSeconds(other) - cycleSeconds(one))) {
    const last = batches.at(-1);
    if (
      last !== undefined &&
      last.length < CONDITIONS_AT_MOST &&
      rateOf([...last, condition]) <= RATE_AT_MOST
    )
      last.push(condition);
    else batches.push([condition]);
  }
  return batches;
}

function rateOf(conditions: readonly SteadyCondition[]): number {
  return conditions.reduce((sum, condition) => sum + servedAtOnce(condition) / condition.holdSeconds, 0);
}
