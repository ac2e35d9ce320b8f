import { setTimeout as delay } from 'node:timers/promises';
import { ProcessTree, type TreeRoot } from '../observe/process-tree.ts';
import { milliseconds, type Milliseconds } from '../units.ts';
import { groupRuns, killGroup } from './process-group.ts';

const POLL = milliseconds(20);
/** Killed processes are gone at once, but for one that waits for a disk. */
const GONE_WITHIN = milliseconds(5_000);

/**
 * Ends a process and everything it started: asks it to end, waits, and kills whatever is left, wherever it is.
 * @returns the pids of what could not be ended
 */
export async function endProcesses(
  root: TreeRoot,
  signal: NodeJS.Signals,
  grace: Milliseconds,
): Promise<number[]> {
  const tree = new ProcessTree(root);
  let isGroupAsked = false;
  // Those who are seen now are known even where their parents end before them.
  const isRootThere = (): boolean => left(tree, root).includes(root.pid);
  if (isRootThere()) kill(root.pid, signal);
  await until(() => {
    // A master asks its workers itself; a shell that only started the server does not.
    if (!isGroupAsked && !isRootThere()) {
      killGroup(root.pid, signal);
      isGroupAsked = true;
    }
    return left(tree, root).length === 0;
  }, grace);
  await until(() => {
    // Each time anew: what is killed may have been about to start another.
    killGroup(root.pid, 'SIGKILL');
    for (const pid of left(tree, root)) kill(pid, 'SIGKILL');
    return left(tree, root).length === 0;
  }, GONE_WITHIN);
  return left(tree, root);
}

/** Elsewhere than on Linux only the group can be looked at. */
function left(tree: ProcessTree, { pid }: TreeRoot): number[] {
  if (process.platform !== 'linux') return groupRuns(pid) ? [pid] : [];
  return tree.read().map((node) => node.pid);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function until(holds: () => boolean, within: Milliseconds): Promise<void> {
  const end = performance.now() + within;
  while (!holds() && performance.now() < end) await delay(POLL);
}
