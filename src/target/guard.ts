import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { entryFile } from '../entry-file.ts';
import type { TreeRoot } from '../observe/process-tree.ts';

/** Ends the process trees that this process leaves behind. */
export type TreeWatch = Pick<Guard, 'watch' | 'release'>;

/**
 * The runner's side of the guardian: process trees that are watched die with the runner, even when it is killed
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
    // A broken pipe means the guardian is gone; the trees are then only ended by the runner itself.
    guardian.stdin?.on('error', () => {});
    guardian.unref();
    return new Guard(guardian);
  }

  /** Call at once after the root was started: a pipe this short of data is written before the call returns. */
  watch({ pid, mark }: TreeRoot): void {
    this.#guardian.stdin?.write(`+${pid} ${mark ?? ''}\n`);
  }

  release({ pid }: TreeRoot): void {
    this.#guardian.stdin?.write(`-${pid}\n`);
  }

  /** Ends the guardian, and with it every tree still watched. */
  end(): void {
    this.#guardian.stdin?.end();
  }
}
