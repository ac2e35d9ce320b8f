// Entry of a generator thread: started by generate.ts with a GeneratorThreadTask as its workerData.
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { TimeoutPolicy } from '../plan/load-settings.ts';
import {
  millisecondsToNanoseconds,
  nanosecondsToMilliseconds,
  nanoseconds,
  type Milliseconds,
} from '../units.ts';
import { ClosedLoop } from './closed-loop.ts';
import { MeasurementWindow } from './measurement-window.ts';
import { monotonicNow } from './monotonic-clock.ts';
import { ThreadCounters } from './thread-counters.ts';
import type { ThreadResult } from './thread-samples.ts';
import { NodeTransport } from './transport/node-transport.ts';

/** What a generator thread is told. */
export interface GeneratorThreadTask {
  host: string;
  port: number;
  request: Uint8Array;
  bodyless: boolean;
  connections: number;
  duration: Milliseconds;
  timeout: Milliseconds;
  timeoutPolicy: TimeoutPolicy;
  window: SharedArrayBuffer;
  counters: SharedArrayBuffer;
}

/** From the main thread: begin; or end now. */
export type ToGeneratorThread = 'go' | 'stop';
/** To the main thread: its connections are open; or it has ended. */
export type FromGeneratorThread = { type: 'ready' } | { type: 'finished'; result: ThreadResult };

const RATE_SAMPLE_MS = 100;
/** A connection that is not open by then is counted from the beginning of the window on. */
const OPEN_WITHIN_MS = 1_000;

await runGeneratorThread(workerData as GeneratorThreadTask);

async function runGeneratorThread(task: GeneratorThreadTask): Promise<void> {
  const window = new MeasurementWindow(millisecondsToNanoseconds(task.duration), task.window);
  const loop = new ClosedLoop({
    ...task,
    window,
    counters: new ThreadCounters(task.counters),
    createTransport: (events) => new NodeTransport(task, Buffer.from(task.request), events),
  });
  let sampling: NodeJS.Timeout | undefined;
  let ending: NodeJS.Timeout | undefined;

  const finish = (): void => {
    clearInterval(sampling);
    clearTimeout(ending);
    tell({ type: 'finished', result: loop.finish() });
    parentPort?.close();
  };
  // A timer may fire early; the window decides.
  const finishAtEnd = (): void => {
    const left = nanosecondsToMilliseconds(nanoseconds(window.endsAt - monotonicNow()));
    if (left <= 0) finish();
    else ending = setTimeout(finishAtEnd, Math.ceil(left));
  };

  parentPort?.on('message', (message: ToGeneratorThread) => {
    if (message === 'stop') {
      finish();
      return;
    }
    loop.start();
    sampling = setInterval(() => loop.sampleRate(), RATE_SAMPLE_MS);
    finishAtEnd();
  });
  await Promise.race([loop.connect(), delay(OPEN_WITHIN_MS)]);
  tell({ type: 'ready' });
}

function tell(message: FromGeneratorThread): void {
  parentPort?.postMessage(message);
}
