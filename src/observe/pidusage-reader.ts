import pidusage from 'pidusage';
import { monotonicNow } from '../monotonic-clock.ts';
import { nanoseconds, type Nanoseconds } from '../units.ts';
import { processCpuMs } from './own-cpu.ts';
import { listProcesses, treeOf, type ListedProcess } from './ps-processes.ts';
import { Ration } from './ration.ts';
import type { ProcessReading, Reading } from './reading.ts';
import type { Subject } from './subject.ts';

/** Of one processor; what gathers of it lasts for a first reading at once. */
const SHARE = 0.007;
const MOST = nanoseconds(10e6);

/**
 * Makes the readings of a server where there is no /proc: its processes by `ps`, their processor time and memory by the
 * library pidusage, which runs `ps` too. What those take is not known, so the time until they are done stands for it.
 */
export class PidusageReader {
  readonly #subject: Subject;
  readonly #ration = new Ration(['all'], SHARE, MOST, monotonicNow());
  /** When each process was started: known to the second only, so what was first computed is kept. */
  #startedAt = new Map<number, Nanoseconds>();
  #hasList = true;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  /** Whether `ps` could list the processes: else only the root is seen. */
  get seesTree(): boolean {
    return this.#hasList;
  }

  async readAll(): Promise<Reading> {
    const reading = await this.#reading();
    this.#ration.note('all', reading.at, nanoseconds(reading.costMs * 1e6));
    return reading;
  }

  /** Undefined where it cannot be afforded yet. */
  async readAffordable(): Promise<Reading | undefined> {
    if (this.#ration.next(monotonicNow()) === undefined) return undefined;
    const reading = await this.#reading();
    this.#ration.spend('all', reading.at, nanoseconds(reading.costMs * 1e6));
    return reading;
  }

  /** pidusage keeps what it read, and a timer to forget it. */
  close(): void {
    pidusage.clear();
  }

  async #reading(): Promise<Reading> {
    const at = monotonicNow();
    const { pid: root } = this.#subject.root;
    const all = await listProcesses();
    this.#hasList = all !== undefined;
    const tree =
      all === undefined
        ? [{ pid: root, parentPid: 0, group: root, command: '' }]
        : treeOf(root, all, new Set(this.#startedAt.keys()));
    const usage = await usageOf(tree.map(({ pid }) => pid));
    const processes = tree.flatMap((listed) => this.#process(listed, usage.get(listed.pid), at) ?? []);
    this.#startedAt = new Map(processes.map(({ pid, startedAt }) => [pid, startedAt]));
    const { generatorPid } = this.#subject;
    const generator =
      generatorPid === undefined ? undefined : (await usageOf([generatorPid])).get(generatorPid);
    return {
      at,
      loadstoneCpuMs: processCpuMs(),
      generatorCpuMs: generator?.ctime,
      processes,
      costMs: (monotonicNow() - at) / 1e6,
    };
  }

  #process(
    { pid, parentPid, command }: ListedProcess,
    usage: pidusage.Status | undefined,
    at: Nanoseconds,
  ): ProcessReading | undefined {
    // It has ended, or is over and waits for its parent.
    if (usage === undefined || usage.memory === 0) return undefined;
    return {
      pid,
      parentPid,
      command,
      startedAt: this.#startedAt.get(pid) ?? nanoseconds(at - usage.elapsed * 1e6),
      cpu: { totalMs: usage.ctime },
      memoryBytes: usage.memory,
      isNamed: this.#subject.workerPids?.()?.includes(pid),
    };
  }
}

/** Of each that runs. */
async function usageOf(pids: readonly number[]): Promise<Map<number, pidusage.Status>> {
  try {
    const usage = await pidusage([...pids]);
    // A pid that has ended meanwhile has no figures, whatever the types say.
    return new Map(
      Object.values(usage as Record<string, pidusage.Status | null>).flatMap((status) =>
        status === null ? [] : [[status.pid, status]],
      ),
    );
  } catch {
    return new Map();
  }
}
