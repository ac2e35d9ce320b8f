import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { GENERATOR_CORE, onCore } from './cores.ts';
import { ProcessGroup } from './process-group.ts';

/** How much longer than its load a generator may take before it is ended. */
const GRACE_SECONDS = 60;

/** A generator that loads, on its core. */
export class GeneratorProcess {
  readonly #command: readonly string[];
  readonly #group: ProcessGroup;
  readonly #printed: Promise<[string, string]>;
  readonly #limit: NodeJS.Timeout;

  /** @param isTimed what it took is printed by a parent shell, which alone is told */
  constructor(command: readonly string[], seconds: number, { isTimed }: { isTimed: boolean }) {
    this.#command = command;
    const timed = ['bash', '-c', `TIMEFORMAT='%U %S'; time "$@"`, 'bash', ...command];
    this.#group = new ProcessGroup(onCore(GENERATOR_CORE, isTimed ? timed : command), 'pipe');
    const { stdout, stderr } = this.#group.child;
    this.#printed = Promise.all([textOf(stdout), textOf(stderr)]);
    this.#limit = setTimeout(() => this.#group.signal('SIGKILL'), (seconds + GRACE_SECONDS) * 1e3);
  }

  /** Of the generator itself, where it is not timed. */
  get pid(): number | undefined {
    return this.#group.child.pid;
  }

  /** @returns what it printed. @throws {Error} that says why, when it ends with anything but 0 */
  async finished(): Promise<{ output: string; errors: string[] }> {
    try {
      await this.#group.closed;
    } finally {
      clearTimeout(this.#limit);
    }
    const [output, errorText] = await this.#printed;
    const errors = errorText.trim().split('\n');
    const { exitCode, signalCode } = this.#group.child;
    if (exitCode === 0) return { output, errors };
    const said = [...errors, ...validityOf(output)].filter((line) => line !== '').slice(-3);
    throw new Error(`${this.#command.join(' ')} ended with ${exitCode ?? signalCode}: ${said.join(' / ')}`);
  }
}

async function textOf(stream: Readable | null): Promise<string> {
  return stream === null ? '' : text(stream);
}

/** The reasons in a trial record that was printed all the same. */
function validityOf(output: string): string[] {
  try {
    return (JSON.parse(output) as { validity?: { reasons?: string[] } }).validity?.reasons ?? [];
  } catch {
    return [];
  }
}
