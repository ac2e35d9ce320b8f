import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A process as `ps` lists it. */
export interface ListedProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly group: number;
  readonly command: string;
}

const execute = promisify(execFile);
/** An option each: by POSIX the text after `=` is the heading, to the end of the argument. */
const OPTIONS = ['-A', '-ww', ...['pid', 'ppid', 'pgid', 'command'].flatMap((name) => ['-o', `${name}=`])];
const LONGEST_OUTPUT = 16 * 1024 * 1024;

/** All processes of the machine; undefined where there is no `ps`. */
export async function listProcesses(): Promise<ListedProcess[] | undefined> {
  try {
    const { stdout } = await execute('ps', OPTIONS, { maxBuffer: LONGEST_OUTPUT });
    return stdout.split('\n').flatMap((line) => parseListed(line) ?? []);
  } catch {
    return undefined;
  }
}

export function parseListed(line: string): ListedProcess | undefined {
  const match = /^ *(\d+) +(\d+) +(\d+) (.*)$/.exec(line);
  if (match === null) return undefined;
  const [, pid, parentPid, group, command = ''] = match;
  return {
    pid: Number(pid),
    parentPid: Number(parentPid),
    group: Number(group),
    command: command.trim().slice(0, 200),
  };
}

/** The root, all that descend from it, all of the group that it leads, and those known to be of it. */
export function treeOf(
  root: number,
  all: readonly ListedProcess[],
  known: ReadonlySet<number>,
): ListedProcess[] {
  const pids = new Set([root, ...known, ...all.filter(({ group }) => group === root).map(({ pid }) => pid)]);
  // A child may stand before its parent, so the list is gone through until nothing is added.
  for (let before = -1; before < pids.size;) {
    before = pids.size;
    for (const { pid, parentPid } of all) if (pids.has(parentPid)) pids.add(pid);
  }
  return all.filter(({ pid }) => pids.has(pid));
}
