import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';

const FIXTURES = resolve(import.meta.dirname, '../observe/fixtures');

/** A script of `test/observe/fixtures` that runs in a process group of its own, and ends with its standard input. */
export class ScriptProcess implements AsyncDisposable {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(script: string, args: readonly string[] = [], environment: Record<string, string> = {}) {
    this.#child = spawn('python3', [join(FIXTURES, script), ...args], {
      detached: true,
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...environment },
    });
    const { pid, stdout } = this.#child;
    if (pid === undefined || stdout === null) throw new Error(`${script} could not be started`);
    this.pid = pid;
    this.#lines = createInterface(stdout)[Symbol.asyncIterator]();
  }

  /** The numbers on the next line that it prints. */
  async numbers(): Promise<number[]> {
    const { done, value } = await this.#lines.next();
    if (done === true) throw new Error('the script ended before it printed a line');
    return value.trim().split(' ').map(Number);
  }

  send(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  async ended(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin?.destroy();
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // The group is over.
    }
    await this.ended();
  }
}
