import type { LoadOrder } from './load-order.ts';
import type { GeneratorThreadTask } from './generator-thread-task.ts';
import { encodeRequest, type EncodedRequest } from './http/request.ts';
import { SampleRing } from './raw-samples/sample-ring.ts';
import { splitEvenly } from './split-evenly.ts';
import { ThreadCounters } from './thread-counters.ts';

/** What is the same for all threads. */
export type SharedTask = Pick<
  GeneratorThreadTask,
  'transport' | 'stamps' | 'endpoint' | 'tls' | 'window' | 'control' | 'budget'
> & {
  /** Every request is to be kept for itself. */
  sampled: boolean;
};

/** Deals a load out to its generator threads. */
export function threadTasks(
  { requests, requestOrder = { order: 'sequence' }, settings }: LoadOrder,
  shared: SharedTask,
): GeneratorThreadTask[] {
  const threads = settings.generatorThreads;
  const initial = splitEvenly(settings.connections, threads);
  const isOpen = settings.arrivalsPerSecond !== undefined;
  const capacities = isOpen ? splitEvenly(settings.connectionsMax, threads) : initial;
  const encoded = shareBytes(requests.map(encodeRequest));
  const { sampled, ...told } = shared;
  let firstConnection = 0;
  return capacities.map((capacity, thread) => {
    const task: GeneratorThreadTask = {
      ...told,
      requests: encoded,
      requestOrder,
      settings,
      thread,
      threads,
      initialConnections: initial[thread] ?? 0,
      capacity,
      firstConnection,
      counters: ThreadCounters.createMemory(),
      samples: sampled ? SampleRing.createMemory() : undefined,
    };
    firstConnection += capacity;
    return task;
  });
}

/** Puts the requests into memory that the threads share: a mix can be large. */
function shareBytes(requests: readonly EncodedRequest[]): GeneratorThreadTask['requests'] {
  const memory = new SharedArrayBuffer(requests.reduce((total, { bytes }) => total + bytes.length, 0));
  let offset = 0;
  return requests.map(({ bytes, bodyless }) => {
    const shared = new Uint8Array(memory, offset, bytes.length);
    shared.set(bytes);
    offset += bytes.length;
    return { bytes: shared, bodyless };
  });
}
