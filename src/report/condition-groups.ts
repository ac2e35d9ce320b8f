import type { Condition, Level } from '../plan/plan.ts';
import { conditionText, listText } from './figure-text.ts';

/**
 * Several conditions in few words: `workers 1, threads 1 and 4, endpoint /sync` where they are all combinations of these
 * levels, and one after the other where they are not. A factor that has one level in all conditions is left out.
 */
export function groupText(group: readonly Condition[], all: readonly Condition[]): string {
  const levels = levelsOf(group);
  const varied = levelsOf(all);
  const combinations = [...levels.values()].reduce((product, { size }) => product * size, 1);
  const factors = [...levels].filter(([factor]) => (varied.get(factor)?.size ?? 0) > 1);
  if (factors.length === 0) return group.length === 1 ? conditionText(group[0] ?? {}) : 'in all conditions';
  if (combinations !== group.length) return group.map((condition) => conditionText(condition)).join('; ');
  return factors.map(([factor, own]) => `${factor} ${listText([...own].map(String))}`).join(', ');
}

function levelsOf(conditions: readonly Condition[]): Map<string, Set<Level>> {
  const levels = new Map<string, Set<Level>>();
  for (const condition of conditions)
    for (const [factor, level] of Object.entries(condition))
      levels.set(factor, (levels.get(factor) ?? new Set<Level>()).add(level));
  return levels;
}
