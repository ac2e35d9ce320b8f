import { readdirSync, readFileSync } from 'node:fs';

/** /proc counts CPU time in these on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

interface ProcessTimes {
  readonly pid: number;
  readonly parent: number;
  readonly cpuSeconds: number;
}

/** User and system time of a process and all that descend from it; of those that have ended, nothing. */
export function treeCpuSeconds(root: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => timesOf(Number(pid)) ?? []);
  const inTree = new Set([root]);
  // A child may stand before its parent, so the list is gone through until nothing is added.
  for (let known = 0; known < inTree.size;) {
    known = inTree.size;
    for (const { pid, parent } of all) if (inTree.has(parent)) inTree.add(pid);
  }
  return all.reduce((sum, { pid, cpuSeconds }) => (inTree.has(pid) ? sum + cpuSeconds : sum), 0);
}

/** User and system time of one process; NaN when it has ended. */
export function cpuSecondsOf(pid: number): number {
  return timesOf(pid)?.cpuSeconds ?? NaN;
}

function timesOf(pid: number): ProcessTimes | undefined {
  try {
    // The command, in brackets, may hold spaces and brackets: the fields are counted from behind the last.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const [parent = NaN, user = NaN, system = NaN] = [fields[1], fields[11], fields[12]].map(Number);
    return { pid, parent, cpuSeconds: (user + system) / TICKS_A_SECOND };
  } catch {
    return undefined;
  }
}
