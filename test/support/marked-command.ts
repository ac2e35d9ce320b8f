import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { processesWith, waitUntil } from './processes.ts';

/** A command whose processes can all be found, whoever forked them (Linux). None is left after disposal. */
export interface MarkedCommand extends AsyncDisposable {
  readonly process: ChildProcess;
  /** What it has written so far, to stdout and to stderr. */
  output(): string;
  /** Pids of all that runs of it. */
  running(): number[];
  /** Waits for something to be written. @throws {Error} when that is not within 10 s, or the command ends before */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Settles when the first process has ended, whatever it leaves behind. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Where and how a command runs. */
export interface MarkedOptions {
  cwd?: string;
  env?: Readonly<Record<string, string>>;
}

const PATIENCE_MS = 10_000;
let started = 0;

/** Starts a command in a process group of its own. */
export function startMarked(
  [file = '', ...args]: readonly string[],
  { cwd, env }: MarkedOptions = {},
): MarkedCommand {
  const mark = `${process.pid}-${++started}.`;
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...env, MARKED_COMMAND: mark },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const running = (): number[] => processesWith(`MARKED_COMMAND=${mark}`);
  return {
    process: child,
    output: () => output,
    running,
    printed: async (pattern) => {
      const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
      await waitUntil(() => pattern.test(output) || hasEnded(), PATIENCE_MS);
      // What an ended process wrote may still be in its pipe.
      if (hasEnded()) await waitUntil(() => pattern.test(output), 500);
      return pattern.exec(output) ?? fail(`${file} did not print ${pattern}, but: ${output}`);
    },
    ended: once(child, 'exit').then(([code, signal]) => ({ code, signal })),
    async [Symbol.asyncDispose]() {
      // Again and again: what is not there yet may be about to be forked.
      const gone = await waitUntil(() => running().map(kill).length === 0, PATIENCE_MS);
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      if (gone === undefined) throw new Error(`${file} could not be killed`);
    },
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

function fail(message: string): never {
  throw new Error(message);
}
