import { numericEntries } from './proc/numeric-entries.ts';
import { hasEnded, readProcessStat, type ProcessStat } from './proc/process-stat.ts';
import { commandLine, environmentText } from './proc/process-text.ts';

/** What makes a process one of a tree. */
export interface TreeRoot {
  readonly pid: number;
  /**
   * A text that nothing else has in its environment, such as `LOADSTONE_TRIAL=…`, set for the root: whoever it forks
   * inherits it. It finds those that left the root's process group and whose parents have ended.
   */
  readonly mark?: string | undefined;
}

/** A process of a tree, at one moment. */
export interface ProcessNode {
  readonly pid: number;
  readonly parentPid: number;
  readonly group: number;
  /** One letter, as in /proc/PID/stat. */
  readonly state: string;
  /** After the boot of the machine. A pid is used again, a pid with this is not. */
  readonly startedAtTicks: number;
  /** Cut to 200 characters. */
  readonly command: string;
}

/** The processes of a tree that run now, by pid (Linux; empty elsewhere). See `ProcessTree` for what belongs to it. */
export function processTree(root: TreeRoot): ProcessNode[] {
  return new ProcessTree(root).read();
}

/**
 * A process, all that descend from it, all of the group that it leads, and all that carry its mark. Those once seen
 * belong to it until they end, whoever becomes their parent.
 */
export class ProcessTree {
  readonly #root: TreeRoot;
  /** Of each process that was seen in it, when it started. */
  readonly #members = new Map<number, number>();
  /**
   * The same of those that belong to others: who is not born into the tree, with its group and its environment, never
   * comes into it.
   */
  readonly #others = new Map<number, number>();

  /** Undefined where it had ended before it was looked for. */
  readonly #rootStartedAt: number | undefined;
  #hasGroup = true;

  constructor(root: TreeRoot) {
    this.#root = root;
    this.#rootStartedAt = readProcessStat(root.pid)?.startedAtTicks;
    if (this.#rootStartedAt !== undefined) this.#members.set(root.pid, this.#rootStartedAt);
  }

  /**
   * Those that run now, by pid; what has ended and waits for its parent is left out. Some 8 µs a process of the machine,
   * or of the newcomers: then a pid that belonged to others at the last reading is taken to do so still. That holds as
   * long as the kernel, which hands pids out in turn, has not been through all of them since.
   */
  read(scope: 'all' | 'newcomers' = 'all'): ProcessNode[] {
    const pids = numericEntries('/proc') ?? [];
    this.#forgetAllBut(new Set(pids));
    const stats = pids
      .filter((pid) => scope === 'all' || !this.#others.has(pid))
      .flatMap((pid) => readProcessStat(pid) ?? []);
    this.#forgetSuccessors(stats);
    for (const stat of stats) if (this.#belongs(stat)) this.#members.set(stat.pid, stat.startedAtTicks);
    // A child may stand before its parent, so the list is gone through until nothing is added.
    for (let known = -1; known < this.#members.size;) {
      known = this.#members.size;
      for (const { pid, parentPid, startedAtTicks } of stats)
        if (this.#members.has(parentPid)) this.#members.set(pid, startedAtTicks);
    }
    for (const pid of this.#members.keys()) this.#others.delete(pid);
    return stats.filter(({ pid, state }) => this.#members.has(pid) && !hasEnded(state)).map(nodeOf);
  }

  #belongs(stat: ProcessStat): boolean {
    return (
      this.#members.has(stat.pid) ||
      // The group only where the root leads it: else it is that of who started the root, us perhaps.
      (this.#hasGroup && stat.group === this.#root.pid) ||
      this.#isMarked(stat)
    );
  }

  /** Remembers who does not carry the mark. */
  #isMarked({ pid, startedAtTicks, residentPages }: ProcessStat): boolean {
    if (this.#others.get(pid) === startedAtTicks) return false;
    const { mark } = this.#root;
    // Without memory of its own it is a thread of the kernel, or over.
    const environment = mark === undefined || residentPages === 0 ? undefined : environmentText(pid);
    if (mark !== undefined && environment?.includes(mark) === true) return true;
    // It is empty for a moment while a process becomes another program: then it is asked again.
    if (environment !== '') this.#others.set(pid, startedAtTicks);
    return false;
  }

  /** A pid that was ours, and is another's by now. */
  #forgetSuccessors(stats: readonly ProcessStat[]): void {
    for (const { pid, startedAtTicks } of stats) {
      if ((this.#members.get(pid) ?? startedAtTicks) !== startedAtTicks) this.#members.delete(pid);
      // Nobody is given the number of a group that still has members: the root's has none left.
      if (pid === this.#root.pid && startedAtTicks !== this.#rootStartedAt) this.#hasGroup = false;
    }
  }

  #forgetAllBut(running: ReadonlySet<number>): void {
    for (const seen of [this.#members, this.#others])
      for (const pid of seen.keys()) if (!running.has(pid)) seen.delete(pid);
  }
}

function nodeOf({ pid, parentPid, group, state, startedAtTicks }: ProcessStat): ProcessNode {
  return { pid, parentPid, group, state, startedAtTicks, command: commandLine(pid) };
}
