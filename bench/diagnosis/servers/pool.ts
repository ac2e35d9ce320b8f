// Entry of a process and of its threads: each of --slots threads sleeps --hold ms for a request, first come first served.
import type { ServerResponse } from 'node:http';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { answer, serve } from './listening.ts';
import { numberOption } from './options.ts';

if (isMainThread) await dispatch();
else sleepInTurn();

function sleepInTurn(): void {
  const never = new Int32Array(new SharedArrayBuffer(4));
  const hold = numberOption('hold');
  parentPort?.on('message', () => {
    Atomics.wait(never, 0, 0, hold);
    parentPort?.postMessage('done');
  });
  parentPort?.postMessage('ready');
}

async function dispatch(): Promise<void> {
  const queue: ServerResponse[] = [];
  const free: Worker[] = [];
  const busy = new Map<Worker, ServerResponse>();
  const next = (): void => {
    while (free.length > 0 && queue.length > 0) {
      const [thread, response] = [free.shift(), queue.shift()];
      if (thread === undefined || response === undefined) return;
      busy.set(thread, response);
      thread.postMessage('sleep');
    }
  };
  const options = { argv: process.argv.slice(2) };
  const ready = Array.from({ length: numberOption('slots') }, () => {
    const thread = new Worker(new URL(import.meta.url), options);
    return new Promise<void>((resolve) => {
      thread.on('message', () => {
        const response = busy.get(thread);
        if (response === undefined) resolve();
        else answer(response);
        busy.delete(thread);
        free.push(thread);
        next();
      });
    });
  });
  await Promise.all(ready);
  serve((_, response) => {
    queue.push(response);
    next();
  });
}
