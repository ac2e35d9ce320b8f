import type { LoadOrder } from './load-order.ts';
import type { GeneratorThreadTask } from './generator-thread-task.ts';
import { buildRequest } from './http/request.ts';
import { splitEvenly } from './split-evenly.ts';
import { ThreadCounters } from './thread-counters.ts';

/** What is the same for all threads. */
export type SharedTask = Pick<
  GeneratorThreadTask,
  'transport' | 'stamps' | 'endpoint' | 'window' | 'control' | 'budget'
>;

/** Deals a load out to its generator threads. */
export function threadTasks({ requests, settings }: LoadOrder, shared: SharedTask): GeneratorThreadTask[] {
  const threads = settings.generatorThreads;
  const initial = splitEvenly(settings.connections, threads);
  const isOpen = settings.arrivalsPerSecond !== undefined;
  const capacities = isOpen ? splitEvenly(settings.connectionsMax, threads) : initial;
  const built = requests.map((request) => ({
    bytes: buildRequest(request),
    bodyless: request.method === 'HEAD',
  }));
  let firstConnection = 0;
  return capacities.map((capacity, thread) => {
    const task: GeneratorThreadTask = {
      ...shared,
      requests: built,
      settings,
      thread,
      threads,
      initialConnections: initial[thread] ?? 0,
      capacity,
      firstConnection,
      counters: ThreadCounters.createMemory(),
    };
    firstConnection += capacity;
    return task;
  });
}
