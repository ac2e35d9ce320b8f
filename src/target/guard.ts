import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { entryFile } from '../entry-file.ts';

/**
 * The runner's side of the guardian: process groups that are watched die with the runner, even when it is killed
 * with -9. A thread asleep in `Atomics.wait` cannot notice by itself that its parent is gone.
 */
export class Guard {
  readonly #guardian: ChildProcess;

  private constructor(guardian: ChildProcess) {
    this.#guardian = guardian;
  }

  static async start(): Promise<Guard> {
    const guardian = spawn(process.execPath, [entryFile(import.meta.url, './guardian')], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await once(guardian, 'spawn');
    // A broken pipe means the guardian is gone; the groups are then only ended by the runner itself.
    guardian.stdin?.on('error', () => {});
    guardian.unref();
    return new Guard(guardian);
  }

  /** Call at once after the group was started: a pipe this short of data is written before the call returns. */
  watch(group: number): void {
    this.#guardian.stdin?.write(`+${group}\n`);
  }

  release(group: number): void {
    this.#guardian.stdin?.write(`-${group}\n`);
  }

  /** Ends the guardian, and with it every group still watched. */
  end(): void {
    this.#guardian.stdin?.end();
  }
}
