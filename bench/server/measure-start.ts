import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerMessage } from '../../src/serve/messages.ts';
import { residentBytes } from '../process-memory.ts';
import { cpuSecondsOf } from './process-tree.ts';

/** What one start of the server took. */
export interface StartFigures {
  readonly readyMs: number;
  /** CPU time of the master and its workers until ready. */
  readonly cpuMs: number;
  readonly workersRssMb: number;
}

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
    const cpuMs = sum(pids.map((pid) => cpuSecondsOf(pid) * 1e3));
    await delay(SETTLE_MS);
    return {
      readyMs,
      cpuMs,
      workersRssMb: sum(message.workerPids.map((pid) => residentBytes(pid) / 2 ** 20)),
    };
  } finally {
    server.kill('SIGTERM');
    await exited;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
