// Entry of a generator thread: started by generate.ts with a GeneratorThreadTask as its workerData.
import { parentPort, workerData } from 'node:worker_threads';
import type { TimeoutPolicy } from '../plan/load-settings.ts';
import { millisecondsToNanoseconds, nanoseconds, type Milliseconds, type Nanoseconds } from '../units.ts';
import { ClosedLoop } from './closed-loop.ts';
import { MeasurementWindow } from './measurement-window.ts';
import { monotonicNow } from './monotonic-clock.ts';
import { ThreadControl } from './thread-control.ts';
import { ThreadCounters } from './thread-counters.ts';
import type { ThreadResult } from './thread-samples.ts';
import type { TransportName } from './transport/choose-transport.ts';
import { NodeTransport } from './transport/node-transport.ts';
import type {
  Endpoint,
  Stamps,
  TcpTransportOptions,
  Tick,
  TlsSettings,
  Transport,
  TransportEvents,
  TransportOptions,
} from './transport/transport.ts';

/** What a generator thread is told. */
export interface GeneratorThreadTask {
  transport: TransportName;
  stamps: Stamps;
  endpoint: Endpoint;
  tls?: TlsSettings;
  requests: Uint8Array[];
  bodyless: boolean;
  connections: number;
  /** How many connections the other threads have before these. */
  firstConnection: number;
  duration: Milliseconds;
  timeout: Milliseconds;
  timeoutPolicy: TimeoutPolicy;
  control: SharedArrayBuffer;
  window: SharedArrayBuffer;
  counters: SharedArrayBuffer;
}

/** To the main thread: its connections are open; or it has ended. What it is told stands in ThreadControl. */
export type FromGeneratorThread =
  | { type: 'ready' }
  | { type: 'finished'; result: ThreadResult; stamps: Stamps };

/** A connection that is not open by then is counted from the beginning of the window on. */
const OPEN_WITHIN = nanoseconds(1e9);
/** How often a thread looks whether it may begin: this is how far apart the threads' first requests are. */
const LOOK = nanoseconds(1e6);

await runGeneratorThread(workerData as GeneratorThreadTask);

async function runGeneratorThread(task: GeneratorThreadTask): Promise<void> {
  const createTransport = await transportMaker(task.transport);
  const options = { ...task, requests: task.requests.map((request) => Buffer.from(request)) };
  const loop = new ClosedLoop({
    ...task,
    window: new MeasurementWindow(millisecondsToNanoseconds(task.duration), task.window),
    counters: new ThreadCounters(task.counters),
    createTransport: (events) => createTransport(options, events),
  });
  loop.connect();
  await loop.transport.run(threadTick(loop, new ThreadControl(task.control)));
  tell({ type: 'finished', result: loop.finish(), stamps: loop.transport.stamps });
}

/** Loads the transport that was chosen: koffi is not there on every platform. */
async function transportMaker(
  name: TransportName,
): Promise<(options: TransportOptions, events: TransportEvents) => Transport> {
  switch (name) {
    case 'epoll': {
      const { EpollTransport } = await import('./transport/epoll-transport.ts');
      return (options, events) => new EpollTransport(overTcp(options), events);
    }
    case 'node':
      return (options, events) => new NodeTransport(options, events);
  }
}

function overTcp(options: TransportOptions): TcpTransportOptions {
  const { endpoint } = options;
  if ('path' in endpoint || options.tls !== undefined)
    throw new Error('this transport speaks plain TCP only');
  return { ...options, endpoint };
}

/** The phases of a thread: its connections open, all threads are ready, the loop goes until its end or a stop. */
function threadTick(loop: ClosedLoop, control: ThreadControl): Tick {
  const openUntil = monotonicNow() + OPEN_WITHIN;
  let phase: 'opening' | 'ready' | 'begun' = 'opening';
  return (now): Nanoseconds => {
    if (phase === 'opening' && (loop.settled || now >= openUntil || control.begun)) {
      phase = 'ready';
      tell({ type: 'ready' });
    }
    if (phase === 'ready' && control.begun) {
      phase = 'begun';
      loop.start();
    }
    if (phase !== 'begun') return nanoseconds(now + LOOK);
    if (control.stopped) loop.stop();
    return loop.tick(now);
  };
}

function tell(message: FromGeneratorThread): void {
  parentPort?.postMessage(message);
}
