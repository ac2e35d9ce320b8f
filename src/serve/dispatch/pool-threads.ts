import { createRequire, flushCompileCache } from 'node:module';
import { Piscina } from 'piscina';
import { entryFile } from '../../entry-file.ts';
import type { PoolThreadData } from './pool-thread.ts';

/** Threads that run handlers, one each at a time. Whoever calls keeps to as many at once as there are threads. */
export interface PoolThreads {
  run(exportName: string): Promise<unknown>;
}

/**
 * Just under the heap size from which V8 copies its built-in code into every isolate: saves 1.9 MB of memory
 * a thread, and is far above what a handler's heap may reach.
 */
const OLD_GENERATION_MB = 2_047;

/** The first proves that every thread is up; the others let the hand-over's code get warm. */
const ROLL_CALLS = 10;

const THREAD_FILE = entryFile(import.meta.url, './pool-thread');

/** Starts the threads and resolves once each of them has loaded the app and answered. */
export async function startPoolThreads(
  count: number,
  appFile: string,
  log: (line: string) => void,
): Promise<PoolThreads> {
  cacheThreadFile();
  const workerData: PoolThreadData = { appFile };
  const pool = new Piscina({
    filename: THREAD_FILE,
    name: 'runHandler',
    workerData,
    minThreads: count,
    maxThreads: count,
    // Handlers hold a slot before they come here, so nothing ever waits in Piscina's own queue, whose default
    // order is not first come first served: what cannot be placed goes back to the queue's tail. Only while a
    // dead thread is replaced may a task wait there.
    stricterFIFO: true,
    concurrentTasksPerWorker: 1,
    recordTiming: false,
    trackUnmanagedFds: false,
    resourceLimits: { maxOldGenerationSizeMb: OLD_GENERATION_MB },
  });
  pool.on('error', (error: Error) =>
    log(`a pool thread ended and is replaced: ${error.stack ?? error.message}`),
  );
  for (let round = 0; round < ROLL_CALLS; round++) await callRoll(pool, count);
  return { run: (exportName) => pool.run(exportName) };
}

/** One task for each thread at once: with one task a thread at a time, each must answer with an id of its own. */
async function callRoll(pool: Piscina, count: number): Promise<void> {
  const ids = await Promise.all(
    Array.from({ length: count }, () => pool.run(undefined, { name: 'rollCall' }) as Promise<number>),
  );
  const answered = new Set(ids).size;
  if (answered !== count) throw new Error(`${answered} of ${count} pool threads answered`);
}

/**
 * Writes what has been loaded so far to the compile cache: the app, and the threads' entry file, loaded with
 * `require` as Piscina does because the cache knows a required and an imported file by different names. A thread
 * that finds no stripped TypeScript there loads the stripper itself: 30 ms and 10 MB a thread, measured.
 */
function cacheThreadFile(): void {
  createRequire(import.meta.url)(THREAD_FILE);
  flushCompileCache();
}
