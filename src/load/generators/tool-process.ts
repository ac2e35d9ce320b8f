import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { nanoseconds, type Nanoseconds } from '../../units.ts';
import { monotonicNow } from '../../monotonic-clock.ts';
import type { FoundTool, OutputLine } from './outside-generator.ts';

const PROGRESS_INTERVAL_MS = 100;
/** How long a tool that was asked to end may take to say what it did. */
const LAST_WORDS_MS = 2_000;
const ASK_INTERVAL_MS = 100;
const KEPT_LINES = 20;

export interface ToolOptions {
  /** Called about ten times a second while the tool runs. @param elapsed since it was started */
  onProgress?: (elapsed: Nanoseconds) => void;
  /** Called once with the id of its process, which is that of its process group too. */
  onStart?: (pid: number) => void;
  /** Ends it early. */
  signal?: AbortSignal;
}

/** What a tool wrote, and how it ended. */
export interface ToolOutput {
  lines: readonly OutputLine[];
  errorLines: readonly OutputLine[];
  ending: string;
}

/** The last lines a tool wrote, as the end of a sentence: `; it said: …`, or nothing when it was silent. */
export function lastWords({ lines, errorLines }: ToolOutput): string {
  const said = [...lines, ...errorLines].map(({ text }) => text.trim()).filter((text) => text !== '');
  return said.length === 0 ? '' : `; it said: ${said.slice(-KEPT_LINES).join(' | ')}`;
}

/** Runs a tool to its end, in a process group of its own. */
export async function runTool(
  { command: [file, ...leading] }: FoundTool,
  flags: readonly string[],
  { onStart, onProgress, signal }: ToolOptions,
): Promise<ToolOutput> {
  const startedAt = monotonicNow();
  const tool = spawn(file, [...leading, ...flags], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const [lines, errorLines] = [stampedLines(tool.stdout), stampedLines(tool.stderr)];
  const ended = new AbortController();
  if (tool.pid !== undefined) onStart?.(tool.pid);
  const progress = setInterval(
    () => onProgress?.(nanoseconds(monotonicNow() - startedAt)),
    PROGRESS_INTERVAL_MS,
  );
  const end = (): void => void endTool(tool, ended.signal);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted === true) end();
  try {
    const [code, killedBy] = (await once(tool, 'close')) as [number | null, NodeJS.Signals | null];
    return { lines, errorLines, ending: killedBy === null ? `exit code ${code}` : `signal ${killedBy}` };
  } finally {
    clearInterval(progress);
    signal?.removeEventListener('abort', end);
    ended.abort();
  }
}

function stampedLines(stream: Readable): OutputLine[] {
  const lines: OutputLine[] = [];
  createInterface({ input: stream }).on('line', (text) => lines.push({ text, at: monotonicNow() }));
  return lines;
}

/**
 * Asks a tool to end, as Ctrl-C does, and does not wait for ever. It is asked again and again: wrk does not listen
 * before its threads have started.
 */
async function endTool(tool: ChildProcess, ended: AbortSignal): Promise<void> {
  for (let waited = 0; waited < LAST_WORDS_MS && !ended.aborted; waited += ASK_INTERVAL_MS) {
    signalGroup(tool, 'SIGINT');
    await delay(ASK_INTERVAL_MS, undefined, { signal: ended }).catch(() => undefined);
  }
  if (!ended.aborted) signalGroup(tool, 'SIGKILL');
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    // Windows has no process groups.
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has ended by itself.
  }
}
