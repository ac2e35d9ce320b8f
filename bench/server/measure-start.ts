import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerMessage } from '../../src/serve/messages.ts';

/** What one start of the server took. */
export interface StartFigures {
  readonly readyMs: number;
  /** CPU time of the master and its workers until ready. */
  readonly cpuMs: number;
  readonly workersRssMb: number;
}

/** /proc counts CPU time in these on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;
/** Memory is read this much later, when what the start left over has been given back. */
const SETTLE_MS = 300;

/** Starts the server, measures it when it is ready, and stops it. */
export async function measureStart(
  entry: string,
  { workers, poolSize }: { workers: number; poolSize: number },
  compileCache: string,
): Promise<StartFigures> {
  const begin = performance.now();
  const server = fork(entry, ['serve', `-w${workers}`, `--pool-size=${poolSize}`, '--bind=127.0.0.1:0'], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  });
  const exited = once(server, 'exit');
  try {
    const ended = exited.then(() => Promise.reject(new Error('the server ended before it was ready')));
    const [message] = (await Promise.race([once(server, 'message'), ended])) as [ServerMessage];
    const readyMs = performance.now() - begin;
    if (message.type !== 'ready') throw new Error('the server did not become ready');
    const pids = [server.pid ?? 0, ...message.workerPids];
    const cpuMs = sum(pids.map(cpuMsOf));
    await delay(SETTLE_MS);
    return { readyMs, cpuMs, workersRssMb: sum(message.workerPids.map(rssMbOf)) };
  } finally {
    server.kill('SIGTERM');
    await exited;
  }
}

function cpuMsOf(pid: number): number {
  // The command, in brackets, may hold spaces: the fields are counted from behind it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND) * 1e3;
}

function rssMbOf(pid: number): number {
  const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(match?.[1]) / 1024;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
