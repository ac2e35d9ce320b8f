import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { GENERATOR_CORE, onCore } from './cores.ts';
import { ProcessGroup } from './process-group.ts';

/** How much longer than its load a generator may take before it is ended. */
const GRACE_SECONDS = 60;
/** Of what a generator that failed has printed. */
const LINES_SAID = 3;

/** A generator that loads, on its core. */
export class GeneratorProcess {
  readonly #command: readonly string[];
  readonly #isTimed: boolean;
  readonly #group: ProcessGroup;
  readonly #printed: Promise<[string, string]>;
  readonly #limit: NodeJS.Timeout;

  /** @param isTimed what it took is printed by a parent shell, which alone is told */
  constructor(command: readonly string[], seconds: number, { isTimed }: { isTimed: boolean }) {
    this.#command = command;
    this.#isTimed = isTimed;
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

  /**
   * @returns what it printed, and the user and system time where it is timed
   * @throws {Error} that says why, when it ends with anything but 0
   */
  async finished(): Promise<{ output: string; cpuSeconds: number }> {
    try {
      await this.#group.closed;
    } finally {
      clearTimeout(this.#limit);
    }
    const [output, errorText] = await this.#printed;
    const errors = errorText.trim().split('\n');
    const times = this.#isTimed ? (errors.pop() ?? '').split(' ').map(Number) : [];
    const { exitCode, signalCode } = this.#group.child;
    if (exitCode === 0) return { output, cpuSeconds: times.reduce((sum, time) => sum + time, 0) };
    const said = [...errors, ...reasonsIn(output)].filter((line) => line.trim() !== '').slice(0, LINES_SAID);
    throw new Error(`${this.#command.join(' ')} ended with ${exitCode ?? signalCode}: ${said.join(' / ')}`);
  }
}

async function textOf(stream: Readable | null): Promise<string> {
  return stream === null ? '' : text(stream);
}

/** Of a trial record that was printed all the same its reasons, and of anything else what it says. */
function reasonsIn(output: string): string[] {
  try {
    return (JSON.parse(output) as { validity?: { reasons?: string[] } }).validity?.reasons ?? [];
  } catch {
    return output.trim().split('\n');
  }
}
