import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Milliseconds } from '../units.ts';
import type { TreeWatch } from './guard.ts';
import { OutputTail } from './output-tail.ts';
import { endProcesses } from './end-processes.ts';
import type { TreeRoot } from '../observe/process-tree.ts';

/** In the environment of a server and of whatever it starts; how they are found when they have left its process group. */
const MARK_VARIABLE = 'LOADSTONE_SERVER';

/** How a server is started. */
export interface ServerStart {
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workingFolder?: string | undefined;
  /** With a channel for messages, which only Loadstone's own server knows. */
  readonly hasChannel?: boolean;
}

/** How it is asked to end, and how long it may take until it is killed. */
export interface ServerStop {
  readonly signal: NodeJS.Signals;
  readonly grace: Milliseconds;
}

/** A server that this process has started, in a process group of its own, with everything it starts in turn. */
export class ServerProcess {
  readonly child: ChildProcess;
  readonly output: OutputTail;
  readonly #mark = `${MARK_VARIABLE}=${randomUUID()}`;
  readonly #guard: TreeWatch;
  readonly #ended = new AbortController();
  readonly #problems: string[] = [];
  /** Which of them is how it ended. */
  #ending: string | undefined;

  constructor({ words, env, workingFolder, hasChannel = false }: ServerStart, guard: TreeWatch) {
    const [command = '', ...args] = words;
    const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', ...(hasChannel ? (['ipc'] as const) : [])];
    const [name = '', value] = this.#mark.split('=');
    this.child = spawn(command, args, {
      detached: true,
      stdio,
      cwd: workingFolder,
      env: { ...process.env, ...env, [name]: value },
    });
    this.#guard = guard;
    if (this.root !== undefined) guard.watch(this.root);
    this.output = new OutputTail(this.child.stdout, this.child.stderr);
    this.child.once('error', (error) => this.#end(`the server could not be started: ${error.message}`));
    this.child.once('exit', this.#onExit);
  }

  /** What is looked at as the server; undefined when it could not be started. */
  get root(): TreeRoot | undefined {
    const { pid } = this.child;
    return pid === undefined ? undefined : { pid, mark: this.#mark };
  }

  /** Aborted when it ends by itself. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** What has befallen it that spoils a measurement. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** The same with its last lines, where it has ended. */
  get problemsWithOutput(): string[] {
    return this.#problems.map((problem) =>
      problem === this.#ending ? `${problem}${this.output.asClause()}` : problem,
    );
  }

  addProblem(problem: string): void {
    this.#problems.push(problem);
  }

  /** Ends it and everything it started. @throws when something of it cannot be ended */
  async stop({ signal, grace }: ServerStop): Promise<void> {
    if (this.root === undefined) return;
    this.child.off('exit', this.#onExit);
    const left = await endProcesses(this.root, signal, grace);
    if (this.child.connected) this.child.disconnect();
    if (left.length > 0) throw new Error(`processes of the server could not be ended: ${left.join(', ')}`);
    this.#guard.release(this.root);
  }

  readonly #onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
    this.#end(`the server ended by itself (${signal === null ? `exit code ${code}` : `signal ${signal}`})`);
  };

  #end(problem: string): void {
    this.#ending = problem;
    this.#problems.push(problem);
    this.#ended.abort();
  }
}
