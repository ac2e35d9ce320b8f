// Entry of a generator thread: started by generator-thread-handle.ts with a GeneratorThreadTask as its workerData.
import { parentPort, workerData } from 'node:worker_threads';
import { millisecondsToNanoseconds, nanoseconds, type Nanoseconds } from '../units.ts';
import { Connections } from './connections.ts';
import type { FromGeneratorThread, GeneratorThreadTask } from './generator-thread-task.ts';
import type { Loop } from './loop.ts';
import { makeLoop } from './make-loop.ts';
import { leadOf, MeasurementWindow } from './measurement-window.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import { OpenLoop } from './open-loop.ts';
import { RawSampler } from './raw-samples/raw-sampler.ts';
import { RequestBudget } from './request-budget.ts';
import { createRequestPicker } from './request-picker.ts';
import { ThreadControl } from './thread-control.ts';
import { ThreadCounters } from './thread-counters.ts';
import { ThreadWatch } from './thread-usage.ts';
import { makeTransport } from './transport/make-transport.ts';
import type { Tick } from './transport/transport.ts';

/** A connection that is not open by then is counted from the beginning of the load on. */
const OPEN_WITHIN = nanoseconds(1e9);
/** How often a thread looks whether it may begin: this is how far apart the threads' first requests are. */
const LOOK = nanoseconds(1e6);

/** Decides which request of a weighted mix comes next: each load draws the same. */
const REQUEST_SEED = 1;

await runGeneratorThread(workerData as GeneratorThreadTask);

async function runGeneratorThread(task: GeneratorThreadTask): Promise<void> {
  const { settings } = task;
  const duration = millisecondsToNanoseconds(settings.duration);
  const window = new MeasurementWindow(duration, leadOf(settings), task.window);
  const budget = new RequestBudget(task.budget);
  const isOpen = settings.arrivalsPerSecond !== undefined;
  const createTransport = await makeTransport(task.transport, {
    ...task,
    requests: task.requests.map(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)),
    connections: task.capacity,
  });
  const connections = new Connections({
    ...settings,
    capacity: task.capacity,
    sinceDue: isOpen,
    picker: createRequestPicker(task.requestOrder, task.requests.length, {
      thread: task.thread,
      threads: task.threads,
      seed: REQUEST_SEED,
    }),
    bodyless: task.requests.map(({ bodyless }) => bodyless),
    window,
    // An open loop takes one of it for each arrival.
    budget: isOpen ? new RequestBudget(undefined) : budget,
    counters: new ThreadCounters(task.counters),
    raw: task.samples === undefined ? undefined : new RawSampler(task.samples, tell),
    createTransport,
  });
  const loop = makeLoop(connections, task, window, budget);
  const watch = new ThreadWatch();
  const control = new ThreadControl(task.control);
  tell({ type: 'loaded' });
  control.waitToConnect();
  // In a ramp the connections of a closed loop are opened one after the other.
  connections.connect(!isOpen && settings.ramp !== undefined ? 0 : task.initialConnections);
  await connections.transport.run(threadTick({ connections, loop, control, window, watch }));
  const { usage } = watch;
  const result = connections.finish();
  const arrivals = loop instanceof OpenLoop ? loop.finish(result.endedAt) : undefined;
  const { stamps } = connections.transport;
  tell({
    type: 'finished',
    result: { ...result, ...(arrivals === undefined ? {} : { arrivals }), usage, stamps },
  });
}

/** What a tick of a thread works on. */
interface ThreadParts {
  connections: Connections;
  loop: Loop;
  control: ThreadControl;
  window: MeasurementWindow;
  watch: ThreadWatch;
}

/** The phases of a thread: its connections open, all threads are ready, the load goes until its end or a stop. */
function threadTick({ connections, loop, control, window, watch }: ThreadParts): Tick {
  const openUntil = monotonicNow() + OPEN_WITHIN;
  let phase: 'opening' | 'ready' | 'begun' | 'measuring' = 'opening';
  return (now): Nanoseconds => {
    if (phase === 'opening' && (connections.settled || now >= openUntil || control.begun)) {
      phase = 'ready';
      tell({ type: 'ready' });
    }
    if (phase === 'ready' && control.begun) {
      phase = 'begun';
      connections.begin(loop);
    }
    if (phase === 'opening' || phase === 'ready') return nanoseconds(now + LOOK);
    if (phase === 'begun' && now >= (window.startsAt ?? Infinity)) {
      phase = 'measuring';
      watch.restart();
    }
    if (control.stopped) connections.stop();
    return connections.tick(now);
  };
}

function tell(message: FromGeneratorThread): void {
  parentPort?.postMessage(message);
}
