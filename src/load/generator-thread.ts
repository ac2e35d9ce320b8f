// Entry of a generator thread: started by generate.ts with a GeneratorThreadTask as its workerData.
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
/** To the main thread: it can begin; or it has ended. */
export type FromGeneratorThread = { type: 'ready' } | { type: 'finished'; result: ThreadResult };

const RATE_SAMPLE_MS = 100;
const UNOPENED_CHECK_MS = 20;

runGeneratorThread(workerData as GeneratorThreadTask);

function runGeneratorThread(task: GeneratorThreadTask): void {
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
  // Where nothing was ever sent no window opens; the thread then ends a duration after it was told to begin.
  const finishAtEnd = (giveUpAt: number): void => {
    const now = monotonicNow();
    const endsAt = window.startedAt === undefined ? giveUpAt : window.endsAt;
    if (now >= endsAt) {
      finish();
      return;
    }
    const left = Math.ceil(nanosecondsToMilliseconds(nanoseconds(endsAt - now)));
    const wait = window.startedAt === undefined ? Math.min(left, UNOPENED_CHECK_MS) : left;
    ending = setTimeout(() => finishAtEnd(giveUpAt), wait);
  };

  parentPort?.on('message', (message: ToGeneratorThread) => {
    if (message === 'stop') {
      finish();
      return;
    }
    loop.start();
    sampling = setInterval(() => loop.sampleRate(), RATE_SAMPLE_MS);
    finishAtEnd(monotonicNow() + millisecondsToNanoseconds(task.duration));
  });
  tell({ type: 'ready' });
}

function tell(message: FromGeneratorThread): void {
  parentPort?.postMessage(message);
}
