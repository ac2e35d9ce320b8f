import { readProcessStat } from './proc/process-stat.ts';
import { systemConstants } from './proc/system-constants.ts';
import { processTree, type TreeRoot } from './process-tree.ts';

/** Resident memory of all processes of a tree now (Linux; 0 elsewhere); what they share counts in each. */
export function residentBytes(root: TreeRoot): number {
  const pages = processTree(root).map(({ pid }) => readProcessStat(pid)?.residentPages ?? 0);
  return pages.reduce((sum, count) => sum + count, 0) * systemConstants().pageBytes;
}
