import cluster, { type Worker } from 'node:cluster';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entryFile } from '../../entry-file.ts';
import { millisecondsToSeconds, type Milliseconds } from '../../units.ts';
import type { WorkerOptions } from '../worker/messages.ts';

/** Prepares node:cluster and returns what starts one worker process. */
export function workerFork(options: WorkerOptions, hold: Milliseconds): () => Worker {
  cluster.setupPrimary({
    exec: entryFile(import.meta.url, '../worker/worker'),
    args: [JSON.stringify(options)],
    // Not the master's: its flags may be those of a test runner or of `node --eval`.
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const environment = {
    LOADSTONE_HOLD: String(millisecondsToSeconds(hold)),
    // Where node:module's enableCompileCache would put it. As a variable it reaches the pool threads too, which
    // then load TypeScript as fast as JavaScript.
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(tmpdir(), 'node-compile-cache'),
  };
  return () => cluster.fork(environment);
}
