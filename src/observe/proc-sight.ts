import { monotonicNow } from '../monotonic-clock.ts';
import { nanoseconds, type Nanoseconds } from '../units.ts';
import { PortWatch, type ConnectionCounts } from './port-watch.ts';
import { readMachineTimes } from './proc/machine-times.ts';
import { hasEnded, readProcessStat, type ProcessStat } from './proc/process-stat.ts';
import { readSmallFile } from './proc/small-file.ts';
import { systemConstants } from './proc/system-constants.ts';
import { readThreads } from './proc/thread-reading.ts';
import { ProcessTree, type ProcessNode } from './process-tree.ts';
import type { ProcessReading, Reading, ThreadDetail } from './reading.ts';
import type { Subject } from './subject.ts';
import { ThreadTotals } from './thread-totals.ts';

/** What /proc shows of a server, part by part. */
export class ProcSight {
  readonly #subject: Subject;
  readonly #tree: ProcessTree;
  readonly #port: PortWatch | undefined;
  readonly #tickMs = 1e3 / systemConstants().ticksPerSecond;
  readonly #bootedAt = bootedAt();
  #totals = new Map<ProcessNode['pid'], ThreadTotals>();
  #members: readonly ProcessNode[] = [];
  #forks: number | undefined;

  constructor(subject: Subject) {
    this.#subject = subject;
    this.#tree = new ProcessTree(subject.root);
    this.#port = subject.port === undefined ? undefined : new PortWatch(subject.port);
  }

  /** Looks for new processes of the server, unless none was made on the machine since the last time. */
  findMembers(): void {
    const forks = readMachineTimes()?.forks;
    if (forks === this.#forks) return;
    this.#members = this.#tree.read('newcomers');
    this.#forks = forks;
  }

  /** Looks at all again, and at what is not expected to change: command lines, and the families of addresses it listens on. */
  refresh(): void {
    this.#forks = readMachineTimes()?.forks;
    this.#members = this.#tree.read();
    this.#port?.findFamilies(this.#members);
  }

  /** Those that still run. */
  processes(): ProcessStat[] {
    const stats = this.#members.flatMap(({ pid, startedAtTicks }) => {
      const stat = readProcessStat(pid);
      const isSame = stat?.startedAtTicks === startedAtTicks && !hasEnded(stat.state);
      return isSame ? [stat] : [];
    });
    const running = new Set(stats.map(({ pid }) => pid));
    this.#members = this.#members.filter(({ pid }) => running.has(pid));
    return stats;
  }

  threads(): Map<number, ThreadDetail> {
    const totals = new Map<number, ThreadTotals>();
    const details = new Map<number, ThreadDetail>();
    for (const { pid } of this.#members) {
      const total = this.#totals.get(pid) ?? new ThreadTotals();
      totals.set(pid, total);
      const threads = readThreads(pid);
      // The files of a process that is another user's cannot be read, or are empty.
      if (threads !== undefined && threads.length > 0) details.set(pid, total.add(threads));
    }
    this.#totals = totals;
    return details;
  }

  /** What is known of the connections without counting them. */
  unchangedConnections(acceptQueue: number | undefined, now: Nanoseconds): ConnectionCounts | undefined {
    return this.#port?.unchangedConnections(this.#members, acceptQueue, now);
  }

  connections(acceptQueue: number | undefined, now: Nanoseconds): ConnectionCounts | undefined {
    return this.#port?.connections(this.#members, acceptQueue, this.#named(), now);
  }

  acceptQueue(): number | undefined {
    return this.#port?.acceptQueue(this.#members);
  }

  unread(): number | undefined {
    return this.#port?.unread(this.#members);
  }

  machine(): Reading['machine'] {
    const times = readMachineTimes();
    return (
      times && {
        busyMs: times.busy * this.#tickMs,
        idleMs: times.idle * this.#tickMs,
        stolenMs: times.stolen * this.#tickMs,
      }
    );
  }

  generatorCpuMs(): number | undefined {
    const { generatorPid } = this.#subject;
    const stat = generatorPid === undefined ? undefined : readProcessStat(generatorPid);
    return stat && (stat.userTicks + stat.systemTicks) * this.#tickMs;
  }

  /** Puts together what was read of each process. */
  readings(stats: readonly ProcessStat[], parts: PartsByProcess): ProcessReading[] {
    const named = this.#named();
    const commands = new Map(this.#members.map(({ pid, command }) => [pid, command]));
    return stats.map((stat) => {
      const [userMs, systemMs] = [stat.userTicks * this.#tickMs, stat.systemTicks * this.#tickMs];
      return {
        pid: stat.pid,
        startedAt: nanoseconds(this.#bootedAt + stat.startedAtTicks * this.#tickMs * 1e6),
        parentPid: stat.parentPid,
        command: commands.get(stat.pid) ?? stat.name,
        cpu: { totalMs: userMs + systemMs, userMs, systemMs },
        memoryBytes: stat.residentPages * systemConstants().pageBytes,
        threads: stat.threads,
        threadDetail: parts.threads?.get(stat.pid),
        connections: parts.connections?.get(stat.pid),
        holdsListener: this.#port?.holdsListener(stat),
        isNamed: named?.has(stat.pid),
      };
    });
  }

  #named(): ReadonlySet<number> | undefined {
    const pids = this.#subject.workerPids?.();
    return pids && new Set(pids);
  }
}

/** What is not read at each reading. */
export interface PartsByProcess {
  threads?: ReadonlyMap<number, ThreadDetail>;
  connections?: ConnectionCounts | undefined;
}

/** When the machine was booted, on the monotonic clock: that stands still while the machine sleeps, the uptime does not. */
function bootedAt(): number {
  const uptime = Number.parseFloat(readSmallFile('/proc/uptime') ?? '');
  return monotonicNow() - uptime * 1e9;
}
