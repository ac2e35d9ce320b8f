import type { Comparison } from '../samples/comparison.ts';

/** What a comparison lets through: it is undecided where no regression is seen and none can be ruled out. */
export type GateOutcome = 'passed' | 'regression' | 'undecided';

/**
 * Whether b may take the place of a. Where something else differs between the two, as the load or the machine, nothing
 * can be said; nor where a condition has no verdict, or b has it no longer.
 */
export function gateOutcome({ conditions, onlyIn, differences }: Comparison): GateOutcome {
  if (differences.length > 0) return 'undecided';
  if (conditions.some(({ verdict }) => verdict === 'slower')) return 'regression';
  const isDecided =
    conditions.length > 0 &&
    onlyIn.a.length === 0 &&
    conditions.every(({ verdict }) => verdict !== 'inconclusive');
  return isDecided ? 'passed' : 'undecided';
}
