import { once } from 'node:events';
import { ProcessGroup } from './process-group.ts';

/** How long a process may take to end when it is asked to. */
const PATIENCE_MS = 5_000;

/** A process that goes on beside a load: a server, or what takes a core from a generator. */
export class BackgroundProcess implements AsyncDisposable {
  readonly #command: string;
  readonly #group: ProcessGroup;
  #printed = '';

  /** @param onLine is told each line that it prints */
  constructor(command: readonly string[], onLine?: (line: string) => void) {
    this.#command = command.join(' ');
    this.#group = new ProcessGroup(command, 'inherit');
    let begun = '';
    this.#group.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (begun + text).split('\n');
      begun = lines.pop() ?? '';
      for (const line of lines) {
        this.#printed = line;
        onLine?.(line);
      }
    });
  }

  get pid(): number | undefined {
    return this.#group.child.pid;
  }

  get hasEnded(): boolean {
    return this.#group.hasEnded;
  }

  /** @throws {Error} when it ends before it has printed a line */
  async untilItPrints(): Promise<void> {
    const { child, closed } = this.#group;
    const ended = closed.then(() => {
      throw new Error(`${this.#command} ended with ${child.exitCode}`);
    });
    ended.catch(() => {});
    if (child.stdout !== null) await Promise.race([once(child.stdout, 'data'), ended]);
  }

  /** Ends it. @returns the last line that it printed */
  async stop(): Promise<string> {
    this.#group.signal('SIGTERM');
    const impatience = setTimeout(() => this.#group.signal('SIGKILL'), PATIENCE_MS);
    try {
      await this.#group.closed;
    } finally {
      clearTimeout(impatience);
    }
    return this.#printed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
