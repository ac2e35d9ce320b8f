import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const running = new Set<ProcessGroup>();
// Whatever ends the bench, what it has started ends too.
process.on('exit', () => running.forEach((group) => group.signal('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

/** A command with all the processes that it starts. */
export class ProcessGroup {
  readonly child: ChildProcess;
  /** Settles when it has ended and all that it printed was read. */
  readonly closed: Promise<unknown>;

  constructor(command: readonly string[], stderr: 'inherit' | 'pipe') {
    const [file = '', ...args] = command;
    this.child = spawn(file, args, { detached: true, stdio: ['ignore', 'pipe', stderr] });
    this.closed = once(this.child, 'close').finally(() => running.delete(this));
    // Whoever waits for it hears of the failure; nobody else has to.
    this.closed.catch(() => {});
    running.add(this);
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  signal(name: NodeJS.Signals): void {
    if (this.child.pid === undefined || this.hasEnded) return;
    process.kill(-this.child.pid, name);
  }
}
