// Entry of a thread that runs handlers. Each thread has a heap of its own and pays for every module loaded here: the
// app's module, and next to nothing else.
import { pathToFileURL } from 'node:url';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../errors.ts';
import { endpointsOf, routesOf, type Endpoint } from '../app.ts';
import { takeTasks } from './take-tasks.ts';
import { installThreadConsole } from './thread-console.ts';
import type { ThreadData, ThreadMessage } from './thread-data.ts';

// The worker's main thread loads this file too, for the sake of the compile cache.
if (!isMainThread) await start(workerData as ThreadData);

async function start(data: ThreadData): Promise<void> {
  installThreadConsole();
  let endpoints: Endpoint[];
  try {
    endpoints = endpointsOf((await import(pathToFileURL(data.appFile).href)) as Record<string, unknown>);
    if (routesOf(endpoints) !== data.routes)
      throw new Error('its routes are others than when the worker started; SIGHUP loads it afresh');
  } catch (error) {
    tell({ type: 'failed', reason: messageOf(error) });
    return;
  }
  tell({ type: 'ready' });
  await takeTasks(data, endpoints, tell);
}

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}
