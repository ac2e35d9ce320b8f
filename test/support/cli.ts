import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));

/** The test runner asks its children for colour where it has a terminal itself, or CI says so. */
const PLAIN = { NO_COLOR: '1', FORCE_COLOR: undefined };

/** What a finished command said. */
export interface CommandResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A `loadstone` command that goes on. */
export interface RunningCommand {
  process: ChildProcess;
  /** What it has said so far. */
  readonly output: { stdout: string; stderr: string };
  finished: Promise<CommandResult>;
}

/** Where and how a command runs. */
export interface CommandOptions {
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** The most files it may have open, sockets among them; not on Windows. */
  openFiles?: number;
}

/** Starts `loadstone` from the source as it stands. */
export function startLoadstone(args: readonly string[], options: CommandOptions = {}): RunningCommand {
  const command = [process.execPath, BIN, ...args];
  const limited = ['/bin/sh', '-c', `ulimit -n ${options.openFiles} && exec "$@"`, 'sh', ...command];
  const [program = '', ...rest] = options.openFiles === undefined ? command : limited;
  const child = spawn(program, rest, {
    cwd: options.cwd,
    env: { ...process.env, ...PLAIN, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const finished = new Promise<CommandResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  return { process: child, output, finished };
}

/** Runs `loadstone` to its end. */
export async function loadstone(
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return startLoadstone(args, options).finished;
}
