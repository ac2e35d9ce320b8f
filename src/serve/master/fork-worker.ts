import { fork, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entryFile } from '../../entry-file.ts';
import type { ServerSettings } from '../../plan/server-settings.ts';
import { holdEnvironment } from '../endpoints/hold-environment.ts';
import type { WorkerOptions } from '../worker/messages.ts';

const WORKER_FILE = entryFile(import.meta.url, '../worker/worker');
/** Where a descriptor that is passed on arrives: after stdin, stdout, stderr and the channel. */
const INHERITED_FD = 4;

/**
 * Starts one worker process. Not by node:cluster, which closes a shared listening socket when its last worker dies.
 * @param descriptor of the socket on which it is to listen; without one, connections are handed to it
 */
export function forkWorker(
  options: Omit<WorkerOptions, 'listenFd'>,
  { hold, holdSeed }: Pick<ServerSettings, 'hold' | 'holdSeed'>,
  descriptor: number | undefined,
): ChildProcess {
  const listens = descriptor === undefined ? {} : { listenFd: INHERITED_FD };
  return fork(WORKER_FILE, [JSON.stringify({ ...options, ...listens } satisfies WorkerOptions)], {
    // Not the master's: its flags may be those of a test runner or of `node --eval`.
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', ...(descriptor === undefined ? [] : [descriptor])],
    env: {
      ...process.env,
      ...holdEnvironment(hold, holdSeed, options.place),
      // Where node:module's enableCompileCache would put it. As a variable it reaches the threads too, which then
      // load TypeScript as fast as JavaScript.
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(tmpdir(), 'node-compile-cache'),
    },
  });
}
